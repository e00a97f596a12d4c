#!/bin/sh
# SPDX-License-Identifier: MIT
# Providers are named in shared/providers/ only, catalogs and kinds in shared/progress/
# and by the providers: elsewhere they come from a table. Texts of SQL, documents, tests
# and packaging are not checked.
set -eu
cd "$(dirname "$0")/../.."
row='s/^\tROW(\([a-z_]*\)).*/\1/p'
providers=$(sed -n "$row" shared/providers/provider.h | tr _ - | paste -sd '|')
# "local" is plain English.
catalogs=$(sed -n '/\[CATALOG_/,/},/s/.*\.name = "\([a-z_]*\)".*/\1/p' shared/progress/catalog.c |
	grep -vx local | paste -sd '|')
if [ ! "$providers" ] || [ ! "$catalogs" ]; then
	echo "tests/lint/names.sh: no rows in shared/providers/provider.h or progress/catalog.c"
	exit 1
fi
# As a whole string only: as words, they are plain English.
kinds='"(movie|show|audiobook|podcast|book)"'

found() { # pattern, what belongs elsewhere, where, option of grep
	# shellcheck disable=SC2086 # names without blanks
	grep -noE $4 "$1" $files |
		sed "s|^\([^:]*:[0-9]*:\)\(.*\)|\1 \2: $2 belongs in $3|" || :
}

{
	files=$(find shared cgi ctl worker -type f ! -path 'shared/providers/*' ! -path '*/sql/*')
	found "$providers" 'the name of a provider' shared/providers/ -Hi
	files=$(printf '%s\n' "$files" | grep -v '^shared/progress/')
	found "$catalogs" 'the name of a catalog' shared/progress/ -Hi
	# "show" is a verb of ryotctl, too.
	found "$kinds" 'the name of a kind' shared/progress/ -H |
		grep -v '^ctl/commands/.*"show"'
} | sort -u | awk '{ print } END { exit NR > 0 }'
