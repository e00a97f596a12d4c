#!/bin/sh
# SPDX-License-Identifier: MIT
# Floors and doors. A folder includes itself and what stands below it, never above
# and never beside; a library is included by one folder. No file is named here: a
# file has its floor from where it lies.
set -eu
cd "$(dirname "$0")/../.."
find shared cgi ctl worker -name '*.[ch]' -exec grep -Hn '^[ 	]*#[ 	]*include' \
	{} + | sort -t: -k1,1 -k2,2n | awk -F: '
# From the ground up; folders of one line stand beside each other.
function floors() {
	at("shared/base", 1)
	at("shared/progress shared/crypto", 2)
	at("shared/json shared/db", 3)
	at("shared/store", 4)
	at("shared/providers shared/wire", 5)
	at("shared/fetch", 6)
	at("shared/actions", 7)
	at("cgi/http worker/tasks ctl/terminal", 11)
	at("cgi/access", 12)
	at("cgi/web", 13)
	at("cgi/hooks cgi/api cgi/pages", 14)
	at("cgi/engine", 15)
	at("cgi worker ctl", 16)
	at("ctl/commands ctl/doctor", 17)
}
function at(folders, height, i, n, list) {
	n = split(folders, list, " ")
	for (i = 1; i <= n; i++)
		floor[list[i]] = height
}
# The folder of the list that a file lies in, however deep.
function room(file) {
	while (sub(/\/[^\/]*$/, "", file))
		if (file in floor)
			return file
	return ""
}
function top(file) {
	sub(/\/.*/, "", file)
	return file
}
function bad(why) {
	print $1 ":" $2 ": includes " to ": " why
	failed = 1
}
function door(library, folder) {
	if (to ~ "^(" library ")" && from != folder)
		bad("only for " folder "/")
}
BEGIN { floors() }
{
	to = $0
	sub(/^[^<"]*[<"]/, "", to)
	sub(/[>"].*/, "", to)
	from = room($1)
	into = room(to)

	door("sqlite3|libpq", "shared/db")
	door("json-c/", "shared/json")
	door("curl/", "shared/fetch")
	door("sodium", "shared/crypto")
	door("fcgi", "cgi/http")

	if (from == "") {
		bad("this file lies in no room; see tests/lint/layers.sh")
		next
	}
	if ($0 !~ /include[ \t]*"/)
		next
	if (into == "") {
		bad("write it from the root, as \"shared/base/arena.h\"")
		next
	}
	if (top(to) != "shared" && top(to) != top($1))
		bad("neither shared/ nor another program knows a program")
	else if (into != from && floor[into] >= floor[from])
		bad(into "/ is not below " from "/")
	if (from == "shared/providers" &&
	    into !~ /^shared\/(base|progress|json|providers)$/)
		bad("a provider turns bytes into reports and opens nothing")
	if (top($1) == "cgi" && into == "shared/fetch")
		bad("the service has no network")
}
END { exit failed }'
