#!/bin/sh
# SPDX-License-Identifier: MIT
# One header, one .c: a function declared in a header is defined in the .c file of
# the same name beside it. Exceptions are the headers of tables, which only list what
# many files define, and the interface of the database engine.
set -eu
cd "$(dirname "$0")/../.."
tables='cgi/pages/pages.h cgi/api/api.h ctl/command.h shared/db/schema.h
	shared/db/engine.h shared/db/query.h'
files=$(find shared cgi ctl worker -name '*.[ch]' 2>/dev/null | sort)
[ "$files" ] || exit 0

tags() { # kind of tag, on the files of standard input
	ctags -x --languages=C --map-C=+.h --fields=+f "--kinds-C=$1" -I MUST_CHECK -I PRINTF+ \
		--_xformat="$1 %F %n %N %{file}" -L -
}

{
	printf '%s\n' "$files" | grep '\.c$' | tags f
	printf '%s\n' "$files" | grep '\.h$' | tags p
} | awk -v tables="$tables" '
BEGIN {
	n = split(tables, list, " ")
	for (i = 1; i <= n; i++)
		exempt[list[i]] = 1
}
$1 == "f" && $5 != "file" {
	home[$4] = $2
}
$1 == "p" && !($2 in exempt) {
	want = $2
	sub(/h$/, "c", want)
	if (!($4 in home))
		print $2 ":" $3 ": " $4 " is defined nowhere"
	else if (home[$4] != want)
		print $2 ":" $3 ": " $4 " is defined in " home[$4] ", not in " want
}' | sort | awk '{ print } END { exit NR > 0 }'
