# SPDX-License-Identifier: MIT
# Completes the command line of ryotctl in bash. What there is it learns from
# `ryotctl --help`, so it is never older than the program.

# The commands as "noun" or "noun verb", a line each.
_ryotctl_commands() {
	"$1" --help 2>/dev/null | while IFS= read -r line; do
		case $line in
		commands:) on=1 ;;
		'') on= ;;
		'  '*)
			[ "${on:-}" ] || continue
			line=${line:2:22}
			printf '%s\n' "${line%"${line##*[! ]}"}"
			;;
		esac
	done
}

# The options of a command, a line each.
_ryotctl_options() {
	"$@" --help 2>/dev/null | while read -r word _; do
		case $word in --*) printf '%s\n' "$word" ;; esac
	done
}

_ryotctl() {
	local program=$1 current=${COMP_WORDS[COMP_CWORD]} word
	local -a named=() found=()
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ $word == -* ]] || named+=("$word")
	done
	COMPREPLY=()
	if [[ $current == -* ]]; then
		mapfile -t found < <(
			_ryotctl_options "$program" "${named[@]:0:2}"
			printf '%s\n' --json --help
		)
	elif [[ ${#named[@]} -eq 0 ]]; then
		mapfile -t found < <(
			_ryotctl_commands "$program" | cut -d ' ' -f 1 | sort -u
		)
	elif [[ ${#named[@]} -eq 1 ]]; then
		mapfile -t found < <(
			_ryotctl_commands "$program" |
				sed -n "s/^${named[0]//[!a-z]/} //p"
		)
	fi
	mapfile -t COMPREPLY < <(compgen -W "${found[*]}" -- "$current")
}

# What is left over is the name of a file.
complete -o default -F _ryotctl ryotctl
