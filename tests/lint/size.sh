#!/bin/sh
# SPDX-License-Identifier: MIT
# A function has at most 60 lines, a file 400. -v prints the ten longest
# functions.
set -eu
cd "$(dirname "$0")/../.."
files=$(find shared cgi ctl worker -name '*.[ch]' 2>/dev/null | sort)
[ "$files" ] || exit 0

spans() { # length file line name, longest first
	printf '%s\n' "$files" | ctags -x --languages=C --map-C=+.h \
		--kinds-C=f --fields=+ne --_xformat='%{end} %F %n %N' -L - |
		awk '$1 { print $1 - $3 + 1, $2, $3, $4 }' | sort -rn
}

if [ "${1:-}" = -v ]; then
	spans | head -n 10
fi
{
	spans | awk '$1 > 60 {
		print $2 ":" $3 ": function " $4 " has " $1 " lines, limit 60" }'
	# shellcheck disable=SC2086 # file names of ours have no spaces
	wc -l $files | awk '$2 != "total" && $1 > 400 {
		print $2 ":1: file has " $1 " lines, limit 400" }'
} | awk '{ print } END { exit NR > 0 }'
