#!/bin/sh
# SPDX-License-Identifier: MIT
# arm.sh BASE ARCHITECTURE...  builds this tree for each of these architectures of
# Debian (arm64, armhf) with the cross compiler in the root folder BASE (see
# debian.sh), and runs its unit and contract tests in qemu. BASE gets what is missing
# from the mirror; the machine itself gets nothing.
set -eu
[ $# -ge 2 ] || {
	echo 'usage: arm.sh BASE ARCHITECTURE...' >&2
	exit 2
}
here=$(cd "$(dirname "$0")/../.." && pwd)
base=$(cd "$1" && pwd)
shift

# In the root folder, with a /proc of its own.
# shellcheck disable=SC2016 # the dollars are the inner shell's
enter() {
	unshare --mount --pid --fork sh -c 'set -e
		mount -t proc proc "$1/proc"
		mount --bind /dev/null "$1/dev/null"
		root=$1
		shift
		PATH=/usr/sbin:/usr/bin:/sbin:/bin exec chroot "$root" sh -c "$@"' \
		sh "$base" "$@"
}

libraries() {
	for library in libc6 libcmocka libcsv libcurl4-openssl libfcgi libjpeg62-turbo \
		libjson-c libmd libminizip libpng libseccomp libsodium libsqlite3 \
		libunistring zlib1g; do
		echo "$library-dev:$1"
	done
}

for arch; do
	case $arch in
	arm64) target=aarch64-linux-gnu cpu=aarch64 ;;
	armhf) target=arm-linux-gnueabihf cpu=arm ;;
	*)
		echo "arm.sh: no cross compiler is known for $arch" >&2
		exit 2
		;;
	esac
	packages="gcc-$target $(libraries "$arch" | tr '\n' ' ')"
	if [ "$(cat "$base/.$arch" 2>/dev/null)" != "$packages" ]; then
		cp /etc/resolv.conf "$base/etc/resolv.conf"
		# shellcheck disable=SC2016 # the dollars are the inner shell's
		enter 'set -e
			dpkg --add-architecture "$1"
			apt-get update -q
			DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
				--no-install-recommends $2' sh "$arch" "$packages"
		echo "$packages" >"$base/.$arch"
	fi
	mkdir -p "$base/srv/ryot"
	# Objects of an earlier run stay, for files that have not changed since.
	find "$base/srv/ryot" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
	tar -C "$here" -c --exclude=./build --exclude=./data --exclude=./.git . |
		tar -x -C "$base/srv/ryot"
	echo "=== $arch"
	# shellcheck disable=SC2016 # the dollars are the inner shell's
	enter 'cd /srv/ryot || exit
		build() {
			make NEED=: "-j$(nproc)" WERROR=-Werror "B=build/$arch" \
				"CC=$target-gcc" "AR=$target-ar" "EMULATOR=qemu-$cpu" "$@"
		}
		arch=$1 target=$2 cpu=$3
		build all || exit
		# gcc does not see that a failed assertion of cmocka ends the test. A
		# program takes some twenty times as long in qemu.
		build TEST_BOUND=7200 CFLAGS=-Wno-null-dereference run-unit run-contract' sh "$arch" "$target" "$cpu"
done
