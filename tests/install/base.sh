#!/bin/sh
# SPDX-License-Identifier: MIT
# base.sh DIR  makes DIR a small Debian of this machine's release with what our
# package depends on and recommends.
set -eu
[ $# -eq 1 ] || {
	echo 'usage: base.sh DIR' >&2
	exit 2
}
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
[ "$release" ] || {
	echo 'base.sh: /etc/os-release names no release of Debian' >&2
	exit 1
}
exec "$(dirname "$0")/debian.sh" "$release" "$1" adduser ca-certificates cron curl \
	libcsv3 libcurl4 libfcgi0ldbl libjpeg62-turbo libjson-c5 libminizip1 libpng16-16 \
	libsodium23 libsqlite3-0 nginx systemd tzdata
