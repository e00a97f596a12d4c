#!/bin/sh
# SPDX-License-Identifier: MIT
# render.sh DIR LISTEN SOCKET  makes DIR a private home for nginx: our site on
# LISTEN (127.0.0.1:8080, unix:<path>), ryot-cgi on SOCKET, the access log in
# DIR/access.log. Start it where SOCKET and DIR, if relative, are true:
#   nginx -e stderr -p DIR -c nginx.conf
set -eu
[ $# -eq 3 ] || {
	echo 'usage: render.sh DIR LISTEN SOCKET' >&2
	exit 2
}
dir=$1 listen=$2 socket=$3
here=$(dirname "$0")
user=
[ "$(id -u)" -ne 0 ] || user='user root;'

mkdir -p "$dir/ryot" "$dir/tmp"
for file in ryot-http.conf ryot-locations.conf fastcgi_ryot.conf; do
	sed -e "s|/run/ryot/hooks.sock|$socket|" \
		-e "s|/var/log/nginx/ryot.log|access.log|" \
		"$here/$file" >"$dir/ryot/$file"
done
sed -e '/^#/d' -e "s|@LISTEN@|$listen|" -e "s|@USER@|$user|" \
	"$here/run.conf.in" >"$dir/nginx.conf"
