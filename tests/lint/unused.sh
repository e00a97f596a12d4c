#!/bin/sh
# SPDX-License-Identifier: MIT
# Every function declared in a header is used outside of its own file and of tests;
# otherwise it belongs into its file as a static, or is dead.
set -eu
cd "$(dirname "$0")/../.."
files=$(find shared cgi ctl worker -name '*.[ch]' 2>/dev/null | sort)
[ "$files" ] || exit 0

# shellcheck disable=SC2086,SC2016 # names without blanks; awk's dollars
{
	printf '%s\n' "$files" | ctags -x --languages=C --map-C=+.h --kinds-C=f \
		-I MUST_CHECK -I PRINTF+ --_xformat='f %F %n %N' -L -
	printf '%s\n' "$files" | grep '\.h$' | ctags -x --languages=C --map-C=+.h \
		--kinds-C=p -I MUST_CHECK -I PRINTF+ --_xformat='p %F %n %N' -L -
} | awk '
NR == FNR && $1 == "f" {
	home[$4] = $2
	next
}
NR == FNR {
	if ($4 in home)
		declared[$4] = $2 ":" $3
	next
}
FNR == 1 {
	comment = 0
}
{
	line = $0
	gsub(/"[^"]*"/, "", line)
	gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
	if (comment && !sub(/^.*\*\//, "", line))
		next
	comment = sub(/\/\*.*/, "", line)
	n = split(line, words, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= n; i++) {
		word = words[i]
		if (word in declared && FILENAME != home[word] &&
		    FILENAME ":" FNR != declared[word])
			used[word] = 1
	}
}
END {
	for (name in declared)
		if (!(name in used))
			print declared[name] ": " name " has no caller outside of " \
				home[name] " and tests"
}' - $files | sort | awk '{ print } END { exit NR > 0 }'
