#!/bin/sh
# SPDX-License-Identifier: MIT
# repository.sh [URL FOLDER FILE]  writes FILE, the repository add-on as a zip file. It
# tells Kodi to look at URL, the address of this instance, for newer versions of the
# add-on. FOLDER has its files. Without arguments: of the installed service, with the
# base-url of its settings. The same URL gives the same bytes.
#
# The address is known only where the service is installed, and neither Python nor zip
# need be there: so the zip file is put together here, without compression.
set -eu
if [ $# -eq 0 ]; then
	url=$(sed -n 's/^[[:space:]]*base-url[[:space:]]*=[[:space:]]*//p' /etc/ryot/ryot.conf |
		tail -n 1)
	set -- "${url:-http://localhost:8080}" /usr/local/share/ryot/kodi/repository.ryot \
		/var/cache/ryot/repository.ryot.zip
fi
[ $# -eq 3 ] || {
	echo 'usage: repository.sh [URL FOLDER FILE]' >&2
	exit 2
}
url=${1%/} folder=$2 target=$3
case $url in
*[!][A-Za-z0-9:/._~%@-]*) url= ;;
http://?* | https://?*) ;;
*) url= ;;
esac
[ "$url" ] || {
	echo "repository.sh: this is no address of an instance: $1" >&2
	exit 2
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed "s|@URL@|$url|" "$folder/addon.xml.in" >"$work/addon.xml"
cp "$folder/icon.png" "$folder/LICENSE.txt" "$work"

# little BYTES NUMBER  the number, lowest byte first
little() {
	left=$1 number=$2
	while [ "$left" -gt 0 ]; do
		# shellcheck disable=SC2059 # the format is an octal escape
		printf "\\$(printf %03o $((number % 256)))"
		number=$((number / 256)) left=$((left - 1))
	done
}

# What both headers of a file hold: version, flags, no compression, 1980-01-01,
# checksum (the trailer of gzip begins with it), size twice, length of the name.
facts() {
	little 2 20
	little 2 0
	little 2 0
	little 2 0
	little 2 33
	gzip -c "$work/$1" | tail -c 8 | head -c 4
	little 4 "$2"
	little 4 "$2"
	name=repository.ryot/$1
	little 2 ${#name}
	little 2 0
}

: >"$work/body"
: >"$work/index"
count=0
for file in LICENSE.txt addon.xml icon.png; do
	at=$(($(wc -c <"$work/body")))
	size=$(($(wc -c <"$work/$file")))
	{
		printf 'PK\003\004'
		facts "$file" "$size"
		printf 'repository.ryot/%s' "$file"
		cat "$work/$file"
	} >>"$work/body"
	{
		printf 'PK\001\002'
		little 2 20
		facts "$file" "$size"
		little 2 0
		little 2 0
		little 2 0
		little 4 0
		little 4 "$at"
		printf 'repository.ryot/%s' "$file"
	} >>"$work/index"
	count=$((count + 1))
done
{
	cat "$work/body" "$work/index"
	printf 'PK\005\006'
	little 4 0
	little 2 $count
	little 2 $count
	little 4 $(($(wc -c <"$work/index")))
	little 4 $(($(wc -c <"$work/body")))
	little 2 0
} >"$work/zip"
mkdir -p "$(dirname "$target")"
install -m 644 "$work/zip" "$target"
