#!/bin/sh
# SPDX-License-Identifier: MIT
# Layers. A folder may include itself and folders of a lower layer, never one of the
# same or a higher layer; each library is included by one folder only. Files are not
# named here: the folder decides.
set -eu
cd "$(dirname "$0")/../.."
find shared cgi ctl worker -name '*.[ch]' -exec grep -Hn '^[ 	]*#[ 	]*include' \
	{} + | sort -t: -k1,1 -k2,2n | awk -F: '
# From the bottom up; folders on one line are on the same layer.
function floors() {
	at("shared/base", 1)
	at("shared/progress shared/crypto", 2)
	at("shared/json shared/db shared/files", 3)
	at("shared/store", 4)
	at("shared/providers shared/wire", 5)
	at("shared/fetch", 6)
	at("shared/actions", 7)
	at("worker/picture", 10)
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
# The listed folder that contains the file, at any depth.
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
	door("sodium|md5", "shared/crypto")
	door("uni(case|norm|str)", "shared/base")
	door("fcgi", "cgi/http")
	door("csv|minizip/|zlib", "shared/files")
	door("jpeglib|png\\.h|seccomp", "worker/picture")

	if (from == "") {
		bad("this file is in no listed folder; see tests/lint/layers.sh")
		next
	}
	if ($0 !~ /include[ \t]*"/)
		next
	if (into == "") {
		bad("write the path from the root, as \"shared/base/arena.h\"")
		next
	}
	if (top(to) != "shared" && top(to) != top($1))
		bad("only the program itself may include its folders")
	else if (into != from && floor[into] >= floor[from])
		bad(into "/ is not below " from "/")
	if (from == "shared/providers" &&
	    into !~ /^shared\/(base|progress|json|providers)$/)
		bad("a provider is pure: bytes in, reports out")
	if (top($1) == "cgi" && into == "shared/fetch")
		bad("the service has no network")
}
END { exit failed }'
