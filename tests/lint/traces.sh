#!/bin/sh
# SPDX-License-Identifier: MIT
# No path of somebody's machine gets into the project, and no release of Debian:
# /etc/os-release says which one this is.
set -eu
cd "$(dirname "$0")/../.."
if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	echo 'traces.sh: not a git checkout, nothing to look at' >&2
	exit 0
fi
# What is tracked and what is about to be, ignored files not.
if git grep --untracked -nIE '(^|[^[:alnum:]_.~-])/(work|root|home)/' |
	sed 's/$/   <- a path of one machine/' | grep .; then
	exit 1
fi
# The Makefile names those that fresh-check tries, by default.
if git grep --untracked -nIE 'bullseye|bookworm|trixie|forky' -- ':!docs' \
	':!tests/fixtures' ':!tests/lint/traces.sh' |
	grep -v '^Makefile:[0-9]*:FRESH ' |
	sed 's/$/   <- a release of Debian by name/' | grep .; then
	exit 1
fi
