#!/bin/sh
# SPDX-License-Identifier: MIT
# Floors and doors: an include goes down or sideways, never up, and every library
# has one door. A new file in shared/ gets its floor here.
set -eu
cd "$(dirname "$0")/../.."
find shared cgi ctl worker -name '*.[ch]' -exec grep -Hn '^[ 	]*#[ 	]*include' \
	{} + 2>/dev/null | sort -t: -k1,1 -k2,2n | awk -F: '
# 0 ground, 1 domain, 2 store and providers, 3 shells, -1 unknown
function floor(file, name) {
	if (file !~ /^shared\//)
		return file ~ /^(cgi\/sinks|worker\/sources)\// ? 2 : 3
	name = file
	sub(/^shared\//, "", name)
	sub(/\.[ch]$/, "", name)
	if (name ~ /^(base|cx|err|arena|buf|str|utf8|escape|patch|parse|clock|log|opt|conf|zone|howto|address)$/)
		return 0
	if (name ~ /^(report|reason|rules|json|json_lines|jput|scan|seal|secret|settings)$/)
		return 1
	if (name ~ /^(store.*|integration_json|vault|apply|replay|schema|migrate|export(_csv)?|import(_line)?)$/)
		return 2
	return -1
}
function bad(why) {
	print $1 ":" $2 ": includes " to ": " why
	failed = 1
}
# The library is for these files only; its name begins with a pattern.
function door(library, files) {
	if (to ~ "^(" library ")" && $1 !~ "^(" files ")$")
		bad("only for " files)
}
function pure(from) {
	if (to ~ /^(fcgi|curl\/|sqlite3|shared\/(store|apply|schema|migrate))/)
		bad("a provider turns bytes into reports and opens nothing")
	else if (to ~ /^(cgi|worker|ctl)\// && index(to, from) != 1)
		bad("a provider knows its own folder and shared/")
}
{
	to = $0
	sub(/^[^<"]*[<"]/, "", to)
	sub(/[>"].*/, "", to)
	from = $1
	sub(/\/.*/, "/", from)

	door("sqlite3", "shared/store[a-z_]*[.]c|shared/store_sql[.]h|" \
		"shared/migrate[.][ch]")
	door("json-c/", "shared/json_lines[.]c")
	door("curl/", "worker/fetch(_url|_certificate)?[.]c|" \
		"worker/fetch_certificate[.]h")
	door("fcgi", "cgi/((main|request|response)[.]c|conn[.]h)")
	door("sodium", "shared/(secret|seal)[.]c")
	# The headers that let a library through are private to its door.
	door("cgi/conn[.]h", "cgi/(main|request|response)[.]c")
	door("shared/store_sql[.]h", "shared/((store[a-z_]*|migrate)[.]c|" \
		"store_edit_row[.]h)")
	door("shared/store_edit_row[.]h", "shared/store_edit[a-z_]*[.]c")

	if ($1 ~ /^(cgi\/sinks|worker\/sources)\//)
		pure(substr($1, 1, match($1, /\/[^\/]*$/)))
	else if (to ~ /^(cgi|worker|ctl)\// && index(to, from) != 1 &&
	    !(from == "ctl/" && to ~ /^(cgi\/sinks\/sink|worker\/probe)[.]h$/) &&
	    !(from == "cgi/" && to == "worker/sources/source.h") &&
	    !($1 == "ctl/account.c" && to == "worker/fetch.h"))
		bad("neither shared/ nor another program knows a program")

	if (floor($1) < 0 && !seen[$1]++) {
		print $1 ":1: has no floor yet: name it in tests/lint/layers.sh"
		failed = 1
	}
	if ($0 ~ /include[ \t]*"/ && to !~ /^(shared|cgi|ctl|worker)\//)
		bad("write it from the root, as \"shared/arena.h\"")
	else if (to ~ /^(shared|cgi|ctl|worker)\// && floor(to) > floor($1) &&
	    floor($1) >= 0)
		bad("goes up from floor " floor($1) " to " floor(to))
}
END { exit failed }'
