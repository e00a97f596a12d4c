#!/bin/sh
# SPDX-License-Identifier: MIT
# next.sh DIR  builds, in DIR, the package of a version that comes after this one
# and has another form of the database: what an upgrade is tested with.
set -eu
cd "$(dirname "$0")/../.."
dir=$1
version=$(sed -n 's/^#define VERSION "\(.*\)"/\1/p' shared/base/version.h)
number=$(find shared/db/sql -name '*.sql' | wc -l)
number=$(printf '%03d' $((number + 1)))

rm -rf "$dir"
mkdir -p "$dir/src"
tar -c --exclude=./build --exclude=./data --exclude=./.git . | tar -x -C "$dir/src"
cd "$dir/src"
sed -i "s/\"$version\"/\"$version+next\"/" shared/base/version.h
sed -i "1s/($version)/($version+next)/" debian/changelog
echo 'ALTER TABLE work ADD COLUMN of_the_next_version TEXT;' \
	>"shared/db/sql/${number}_next.sql"
DEB_BUILD_OPTIONS=noautodbgsym dpkg-buildpackage -b -us -uc
cd ..
rm -r src
