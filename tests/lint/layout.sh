#!/bin/sh
# SPDX-License-Identifier: MIT
# layout.sh [-i] FILE...  checks the layout of C files; -i corrects it.
# Versions of clang-format disagree, so only that of Debian 12 is used.
set -eu
version=14
found=$(clang-format --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "$found" = $version ]; then
	[ "$1" = -i ] || set -- --dry-run -Werror "$@"
	exec clang-format "$@"
fi
what='layout of C files not checked'
[ "$1" != -i ] || what='nothing changed'
echo "layout.sh: $what: needs clang-format $version, this is ${found:-another}"
[ "$1" != -i ]
