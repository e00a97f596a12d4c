#!/bin/sh
# SPDX-License-Identifier: MIT
# Banned functions and words, and // comments in C.
set -eu
cd "$(dirname "$0")/../.."

# 1. C, without strings and comments.
c=0
# shellcheck disable=SC2016 # the dollars belong to awk
find shared cgi ctl worker tests -name '*.[ch]' 2>/dev/null | sort |
	xargs -r awk '
BEGIN {
	unsafe = "(strcpy|strcat|stpcpy|strncpy|strncat|sprintf|vsprintf|" \
		"gets|strtok|atoi|atol|atoll|atof|scanf|sscanf|fscanf|" \
		"gmtime|localtime|ctime|asctime|alloca|rand|srand|tmpnam|" \
		"system|popen)"
	unsafe = "(^|[^A-Za-z0-9_])" unsafe "[ \t]*[(]"
	# By name: whoever owns the folder decides what the name leads to.
	named = "(^|[^A-Za-z0-9_])(chmod|chown|lchown|fchmodat|fchownat)[ \t]*[(]"
}
function bad(why) {
	print FILENAME ":" FNR ": " why
	failed = 1
}
# The code of a line: literals become "" and comments a space.
function code(line, out, i, c, quote) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (inside) {
			if (substr(line, i, 2) == "*/") {
				inside = 0
				out = out " "
				i++
			}
		} else if (quote) {
			if (c == "\\")
				i++
			else if (c == quote) {
				quote = ""
				out = out "\""
			}
		} else if (c == "\"" || c == "\047") {
			quote = c
			out = out "\""
		} else if (substr(line, i, 2) == "/*") {
			inside = 1
			i++
		} else if (substr(line, i, 2) == "//") {
			bad("a // comment; use /* */")
			break
		} else
			out = out c
	}
	return out
}
FNR == 1 { inside = 0 }
{
	line = code($0)
	if (line ~ unsafe)
		bad("unsafe function; shared/ has a safe one")
	if (FILENAME ~ /^tests\//)
		next
	if (line ~ named)
		bad("a file changed by name; use fchmod or fchown on the open one")
	if (line ~ /json_(object|tokener)_/ && FILENAME !~ /^shared\/json\//)
		bad("json-c is spoken in shared/json/ only")
	if (line ~ /sqlite3_/ && FILENAME !~ /^shared\/db\//)
		bad("SQLite is spoken in shared/db/ only")
}
END { exit failed }' || c=1

# 2. Promises: they belong in an issue, not into a comment.
if find . \( -path ./.git -o -path ./build -o -path ./data -o \
	-path ./tests/fixtures \) -prune -o -type f \( -name '*.[ch]' -o \
	-name '*.sh' -o -name '*.sql' -o -name '*.py' -o -name '*.js' -o \
	-name '*.css' -o -name '*.conf*' -o -name Makefile -o -path './.ci/*' \) \
	-exec grep -Hnwe '[T]ODO' -e '[F]IXME' {} + | sed 's,^\./,,' | grep .; then
	c=1
fi

# 3. Python tests: without daemon=True a thread survives a failed test forever.
find tests -name '*.py' | sort | xargs awk '
FNR == 1 { left = 0 }
/threading[.]Thread[(]/ { left = 3; line = FNR }
left && /daemon=True/ { left = 0 }
left && --left == 0 {
	print FILENAME ":" line ": a thread without daemon=True; see tests/support/background.py"
	failed = 1
}
END { exit failed }' || c=1
exit $c
