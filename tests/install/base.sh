#!/bin/sh
# SPDX-License-Identifier: MIT
# base.sh DIR  makes DIR a small Debian 12 with what our package depends on and
# recommends, once: it takes minutes, and the mirror of this machine. Only root can.
set -eu
[ $# -eq 1 ] || {
	echo 'usage: base.sh DIR' >&2
	exit 2
}
dir=$1
packages='adduser ca-certificates cron curl libcurl4 libfcgi0ldbl libjson-c5
	libsodium23 libsqlite3-0 nginx systemd tzdata'
[ ! -e "$dir.packages" ] || [ "$(cat "$dir.packages")" != "$packages" ] || exit 0
[ "$(id -u)" -eq 0 ] || {
	echo 'base.sh: only root can make a root folder' >&2
	exit 1
}
# shellcheck disable=SC2016 # the dollar is apt's
mirror=$(apt-get indextargets --format '$(SITE)' \
	'Created-By: Packages' 'Codename: bookworm' | head -n 1)
rm -rf "$dir" "$dir.packages"
mkdir -p "$(dirname "$dir")"
debootstrap --variant=minbase bookworm "$dir" ${mirror:+"$mirror"}
# Nothing is started in there, now or later, but by the tests.
printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
chmod 755 "$dir/usr/sbin/policy-rc.d"
# The names are split on purpose.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive chroot "$dir" \
	apt-get install -q -y --no-install-recommends $packages
echo "$packages" >"$dir.packages"
