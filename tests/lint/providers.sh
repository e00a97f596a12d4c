#!/bin/sh
# SPDX-License-Identifier: MIT
# Every row of the table of providers has a file or a folder, fixtures and a fuzz
# target, and every provider has a row. Folder names have "-" for the "_" of a C name.
set -eu
cd "$(dirname "$0")/../.."
table=shared/providers/provider.h
[ -f $table ] || exit 0
failed=0

bad() {
	echo "$table:$1: $2"
	failed=1
}

# "line:name" of each row of the PROVIDERS macro, which ends at the first line without
# a backslash.
rows=$(awk '/^#define PROVIDERS[(]/ { on = 1; sub(/[(]ROW[)]/, "") }
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
	code=$(find "shared/providers/$name" "shared/providers/$name.c" -name '*.c' 2>/dev/null || :)
	[ "$code" ] || bad "$line" "no shared/providers/$name.c, and no folder of that name"
	[ -f "tests/fuzz/fuzz_$name.c" ] ||
		bad "$line" "no tests/fuzz/fuzz_$name.c"
	bodies=$(find "$fixtures" -name '*.json' \
		! -name expected.json ! -name sequences.json 2>/dev/null | wc -l)
	[ "$bodies" -ge 3 ] ||
		bad "$line" "$fixtures has $bodies bodies (.json), needs 3"
	# shellcheck disable=SC2086
	if grep -q '^static const struct sink ' ${code:-/dev/null}; then
		[ -f "$fixtures/expected.json" ] ||
			bad "$line" "no $fixtures/expected.json"
	fi
done
defined=$(find shared/providers -name '*.c' \
	-exec sed -n 's/^const struct provider provider_\([a-z0-9_]*\) = .*/\1/p' {} +)
for name in $defined; do
	printf '%s\n' "$rows" | grep -q ":$name\$" ||
		bad 1 "provider_$name has no ROW($name)"
done
exit $failed
