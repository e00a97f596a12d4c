# SPDX-License-Identifier: MIT
# Bash completion for ryotctl. Reads commands and options from `ryotctl --help`,
# so it always matches the installed program.

# Prints the commands as "noun" or "noun verb", one per line.
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

# Prints the options of a command, one per line.
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

# Anything else is completed as a file name.
complete -o default -F _ryotctl ryotctl
