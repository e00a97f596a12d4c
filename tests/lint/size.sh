#!/bin/sh
# SPDX-License-Identifier: MIT
# Limits of a function: 60 lines, 6 parameters, 3 levels of braces; of a file: 400
# lines. -v prints the ten longest functions.
set -eu
cd "$(dirname "$0")/../.."
files=$(find shared cgi ctl worker -name '*.[ch]' 2>/dev/null | sort)
[ "$files" ] || exit 0

# length, file, first line, name, parameters; longest first
functions=$(printf '%s\n' "$files" | ctags -x --languages=C --map-C=+.h \
	--kinds-C=f --fields=+neS --_xformat='%{end} %F %n %N %S' -L - |
	awk '$1 {
		list = $0
		gsub(/^[^(]*[(]|[)][^)]*$/, "", list)
		while (gsub(/[(][^()]*[)]/, "", list))
			;
		print $1 - $3 + 1, $2, $3, $4, gsub(/,/, "", list) + 1
	}' | sort -rn)

# Prints functions whose blocks are nested too deeply. Only blocks count: braces of
# initialisers, structs and enums do not. clang-format ends the line after the brace
# of a block, and puts a blank before it unless it opens a function.
deep() {
	# shellcheck disable=SC2086,SC2016 # names without blanks; awk's dollars
	printf '%s\n' "$functions" | awk '
NR == FNR {
	name[$2, $3] = $4
	next
}
FNR == 1 {
	comment = depth = level = 0
	reported = ""
}
(FILENAME, FNR) in name {
	current = name[FILENAME, FNR]
}
{
	line = $0
	gsub(/\\./, "", line)
	gsub(/"[^"]*"/, "", line)
	gsub(/\047[^\047]*\047/, "", line)
	gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
	if (comment && !sub(/^.*\*\//, "", line))
		next
	comment = sub(/\/\*.*/, "", line)
	sub(/[ \t]+$/, "", line)
	block = line ~ /^[{]$|[)] [{]$|(else|do) [{]$|: [{]$/
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "{") {
			counts[++depth] = block && i == length(line)
			level += counts[depth]
			if (level > 3 && current != reported) {
				print FILENAME ":" FNR ": function " current \
					" has " level " levels of braces, limit 3"
				reported = current
			}
		} else if (c == "}" && depth)
			level -= counts[depth--]
	}
}' - $files
}

if [ "${1:-}" = -v ]; then
	printf '%s\n' "$functions" | head -n 10
fi
{
	printf '%s\n' "$functions" | awk '
	$1 > 60 { print $2 ":" $3 ": function " $4 " has " $1 " lines, limit 60" }
	$5 > 6 { print $2 ":" $3 ": function " $4 " has " $5 " parameters, limit 6" }'
	deep
	# shellcheck disable=SC2086 # names without blanks
	wc -l $files | awk '$2 != "total" && $1 > 400 {
		print $2 ":1: file has " $1 " lines, limit 400" }'
} | awk '{ print } END { exit NR > 0 }'
