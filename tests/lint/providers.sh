#!/bin/sh
# SPDX-License-Identifier: MIT
# Every row of the sink table has a source file, fixtures and a fuzz target, and
# every sink has a row. Folder names have "-" for the "_" of a C name.
set -eu
cd "$(dirname "$0")/../.."
table=shared/providers/sink.h
[ -f $table ] || exit 0
failed=0

bad() {
	echo "$table:$1: $2"
	failed=1
}

# "line:name" of each row of the SINKS macro, which ends at the first line without
# a backslash.
rows=$(awk '/^#define SINKS[(]/ { on = 1; sub(/[(]ROW[)]/, "") }
	on { line = $0
		while (match(line, /ROW[(][a-z][a-z0-9_]*[)]/)) {
			print NR ":" substr(line, RSTART + 4, RLENGTH - 5)
			line = substr(line, RSTART + RLENGTH)
		}
	}
	!/\\$/ { on = 0 }' $table)
[ "$rows" ] || bad 1 'no ROW(name) found'
for row in $rows; do
	line=${row%:*} name=${row#*:}
	fixtures=tests/fixtures/$(echo "$name" | tr _ -)
	[ -f "shared/providers/$name.c" ] || bad "$line" "no shared/providers/$name.c"
	[ -f "tests/fuzz/fuzz_$name.c" ] ||
		bad "$line" "no tests/fuzz/fuzz_$name.c"
	[ -f "$fixtures/expected.json" ] ||
		bad "$line" "no $fixtures/expected.json"
	bodies=$(find "$fixtures" -maxdepth 1 -name '*.json' \
		! -name expected.json ! -name sequences.json 2>/dev/null | wc -l)
	[ "$bodies" -ge 3 ] ||
		bad "$line" "$fixtures has $bodies bodies (.json), needs 3"
done
for file in shared/providers/*.c; do
	name=$(basename "$file" .c)
	case $name in sink | source | steps) continue ;; esac
	printf '%s\n' "$rows" | grep -q ":$name\$" ||
		bad 1 "$file has no ROW($name)"
done
exit $failed
