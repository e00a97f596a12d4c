#!/bin/sh
# SPDX-License-Identifier: MIT
# render.sh DIR LISTEN SOCKETS [DATABASE]  writes the configuration of a private
# nginx to DIR:
# the site on LISTEN (127.0.0.1:8080, unix:<path>), the two ryot-cgi on hooks.sock
# and web.sock in SOCKETS, the pictures beside DATABASE (SOCKETS/ryot.db), the
# access log in DIR/access.log. Relative paths are resolved from the directory where nginx is started:
#   nginx -e stderr -p DIR -c nginx.conf
set -eu
[ $# -eq 3 ] || [ $# -eq 4 ] || {
	echo 'usage: render.sh DIR LISTEN SOCKETS [DATABASE]' >&2
	exit 2
}
dir=$1 listen=$2 sockets=$3 database=${4:-$3/ryot.db}
here=$(dirname "$0")
root=$(cd "$here/.." && pwd)
user=
[ "$(id -u)" -ne 0 ] || user='user root;'

mkdir -p "$dir/ryot" "$dir/tmp"
for file in ryot-http.conf ryot-locations.conf fastcgi_ryot.conf; do
	sed -e "s|/run/ryot/|$sockets/|" \
		-e "s|/usr/local/share/ryot/static/|$root/cgi/static/|" \
		-e "s|/usr/local/share/ryot/script|$root/build/script|" \
		-e "s|/usr/local/share/ryot/kodi/|$root/build/repository/|" \
		-e "s|/var/cache/ryot/||" \
		-e "s|/var/lib/ryot/ryot.db|$(realpath -m "$database")|" \
		-e "s|/var/log/nginx/ryot.log|access.log|" \
		"$here/$file" >"$dir/ryot/$file"
done
sed -e '/^#/d' -e "s|@LISTEN@|$listen|" -e "s|@USER@|$user|" \
	"$here/run.conf.in" >"$dir/nginx.conf"
