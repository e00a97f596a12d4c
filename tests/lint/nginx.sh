#!/bin/sh
# SPDX-License-Identifier: MIT
# nginx accepts the configuration without a warning: as used by `make run`, as
# shipped, and with TLS as described in the site file and in INSTALL.md.
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
nginx/render.sh "$dir" "unix:$dir/http.sock" "$dir/hooks.sock"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
	-subj /CN=ryot -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null

check() { # what it is, file in $dir
	nginx -t -q -e stderr -p "$dir" -c "$2" >"$dir/said" 2>&1 ||
		echo 'nginx rejects it' >>"$dir/said"
	[ -s "$dir/said" ] || return 0
	sed "s|^|$1: |" "$dir/said"
	exit 1
}

# Replaces the ports, log files and certificates, which need root.
check_site() { # what it is; the site on standard input
	sed -e '/^[^#]*listen \[/d' -e "s|listen 80;|listen unix:$dir/site.sock;|" \
		-e "s|listen 443|listen unix:$dir/tls.sock|" \
		-e "s|/var/log/nginx|$dir|" \
		-e "s|\(ssl_certificate \).*|\1$dir/cert.pem;|" \
		-e "s|\(ssl_certificate_key \).*|\1$dir/key.pem;|" >"$dir/site.conf"
	{
		sed '/^http/,$d' "$dir/nginx.conf"
		echo 'http { include site.conf; }'
	} >"$dir/main.conf"
	check "$1" main.conf
}

# nginx 1.25.1 moved HTTP/2 to a separate directive.
with_http2() {
	case $(nginx -v 2>&1) in
	*nginx/1.2[0-4].* | *nginx/1.1* | *nginx/1.25.0*) sed 's|443 ssl;|443 ssl http2;|' ;;
	*) sed 's|\(.*\)listen 443 ssl;|&\n\1http2 on;|' ;;
	esac
}

check nginx/run.conf.in nginx.conf
check_site 'nginx/ryot.conf without TLS' <nginx/ryot.conf
sed 's|^\t#   |\t|' nginx/ryot.conf | check_site 'nginx/ryot.conf with TLS'
awk '/^```nginx$/ { text = ""; inside = 1; next }
	/^```$/ && inside { inside = 0; if (text ~ /443/) { printf "%s", text; exit } }
	inside { text = text $0 "\n" }' INSTALL.md >"$dir/install.conf"
grep -q 'listen 443 ssl;' "$dir/install.conf" || {
	echo 'INSTALL.md:1: shows no site with TLS'
	exit 1
}
check_site 'INSTALL.md with TLS' <"$dir/install.conf"
with_http2 <"$dir/install.conf" | check_site 'INSTALL.md with HTTP/2'
