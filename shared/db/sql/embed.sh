#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh NNN_name.sql...  prints the migrations as a C table. The numbers must
# be 001, 002, ... in this order: a database counts the ones it has had.
set -eu

fail() {
	echo "embed.sh: $*" >&2
	exit 1
}

[ $# -gt 0 ] || fail "no .sql file given"
cat <<'END'
/* Made by shared/db/sql/embed.sh. Do not edit. */
#include "shared/db/schema.h"

/* ISO C promises only 4095 characters; both our compilers have no limit. */
#pragma GCC diagnostic ignored "-Woverlength-strings"

const struct migration migrations[] = {
END
count=0
for file; do
	base=$(basename "$file" .sql)
	case $base in
	[0-9][0-9][0-9]_*) ;;
	*) fail "$file: not named NNN_name.sql" ;;
	esac
	name=${base#*_}
	case $name in
	'' | *[!a-z0-9_]*) fail "$file: a name is made of a-z, 0-9 and _" ;;
	esac
	# A leading 1 keeps 008 from being read as octal.
	number=$((1${base%%_*} - 1000))
	count=$((count + 1))
	[ "$number" -eq "$count" ] ||
		fail "$file: number $number where $count was expected"
	printf '\t{ %d, "%s",\n' "$number" "$name"
	# ? too: two of them could begin a trigraph.
	sed -e 's/[\\"?]/\\&/g' -e 's/.*/\t  "&\\n"/' "$file"
	printf '\t  "" },\n'
done
printf '};\n\nconst int migration_count = %d;\n' "$count"
