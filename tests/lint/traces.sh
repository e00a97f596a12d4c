#!/bin/sh
# SPDX-License-Identifier: MIT
# No paths of a developer's machine, and no names of Debian releases: read
# /etc/os-release instead.
set -eu
cd "$(dirname "$0")/../.."
if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	echo 'traces.sh: not a git checkout, nothing to check' >&2
	exit 0
fi
# Tracked and new files, but not ignored ones.
if git grep --untracked -nIE '(^|[^[:alnum:]_.~-])/(work|root|home)/' |
	sed 's/$/   <- a path of one machine/' | grep .; then
	exit 1
fi
# The Makefile names the default releases of fresh-check and kodi-check-all.
if git grep --untracked -nIE 'bullseye|bookworm|trixie|forky' -- ':!docs' \
	':!tests/fixtures' ':!tests/lint/traces.sh' |
	grep -vE '^Makefile:[0-9]*:(FRESH|KODIS) ' |
	sed 's/$/   <- a release of Debian by name/' | grep .; then
	exit 1
fi
