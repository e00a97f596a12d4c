#!/bin/sh
# SPDX-License-Identifier: MIT
# layout.sh [-i] FILE...  checks, or with -i makes, the layout of C files.
# Versions of clang-format disagree, so one decides: that of Debian 12.
set -eu
version=14
found=$(clang-format --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "$found" = $version ]; then
	[ "$1" = -i ] || set -- --dry-run -Werror "$@"
	exec clang-format "$@"
fi
what='left the layout of C files out'
[ "$1" != -i ] || what='changed nothing'
echo "layout.sh: $what: clang-format $version decides it, this is ${found:-another}"
[ "$1" != -i ]
