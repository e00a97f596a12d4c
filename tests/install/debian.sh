#!/bin/sh
# SPDX-License-Identifier: MIT
# debian.sh RELEASE DIR PACKAGE...  makes DIR a small Debian of that release with
# these packages, once: it takes minutes, and the mirror of this machine. Only root
# can. Services are not started in there by what apt installs.
set -eu
[ $# -ge 3 ] || {
	echo 'usage: debian.sh RELEASE DIR PACKAGE...' >&2
	exit 2
}
release=$1 dir=$2
shift 2
[ ! -e "$dir.packages" ] || [ "$(cat "$dir.packages")" != "$release $*" ] || exit 0
[ "$(id -u)" -eq 0 ] || {
	echo 'debian.sh: only root can make a root folder' >&2
	exit 1
}
# shellcheck source=/dev/null
here=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016 # the dollar is apt's
mirror=$(apt-get indextargets --format '$(SITE)' \
	'Created-By: Packages' "Codename: $here" | head -n 1)
rm -rf "$dir" "$dir.packages"
mkdir -p "$(dirname "$dir")"
debootstrap --variant=minbase "$release" "$dir" ${mirror:+"$mirror"}
printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
chmod 755 "$dir/usr/sbin/policy-rc.d"
PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$dir" \
	apt-get install -q -y --no-install-recommends "$@"
echo "$release $*" >"$dir.packages"
