#!/bin/sh
# SPDX-License-Identifier: MIT
# Policy has one home: what decides about an integration or a server is
# shared/actions/, so nothing else calls the functions that write one.
set -eu
cd "$(dirname "$0")/../.."
writes='store_integration_(add|save|rotate|remove)|store_server_(put|ask|ask_test)'
for file in shared/store/integration.h shared/store/server.h; do
	grep -qE "($writes)\(" "$file" || {
		echo "tests/lint/policy.sh: $file declares none of $writes"
		exit 1
	}
done
! find shared cgi ctl worker -name '*.c' ! -path 'shared/actions/*' \
	! -path 'shared/store/*' -exec grep -HnE "($writes)\(" {} + |
	sed 's/\(:[0-9]*:\).*/\1 call shared\/actions\/ instead of the store/' | grep .
