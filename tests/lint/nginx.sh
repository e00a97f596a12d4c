#!/bin/sh
# SPDX-License-Identifier: MIT
# nginx accepts our files, both as `make run` and as a site uses them.
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
nginx/render.sh "$dir" "unix:$dir/http.sock" "$dir/hooks.sock"

check() {
	nginx -t -q -e stderr -p "$dir" -c "$1" >"$dir/said" 2>&1 && return
	sed "s|^|$2: |" "$dir/said"
	exit 1
}
check nginx.conf nginx/run.conf.in

# The site listens on port 80 and logs where only root may.
sed -e '/listen \[/d' -e "s|listen 80;|listen unix:$dir/site.sock;|" \
	-e "s|/var/log/nginx|$dir|" nginx/ryot.conf >"$dir/site.conf"
{
	sed '/^http/,$d' "$dir/nginx.conf"
	echo 'http { include site.conf; }'
} >"$dir/main.conf"
check main.conf nginx/ryot.conf
