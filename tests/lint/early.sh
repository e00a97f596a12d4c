#!/bin/sh
# SPDX-License-Identifier: MIT
# No ladder of "if (err == OK)": memory belongs to an arena, so return early with
# TRY(), shared/base/err.h. What has to be cleaned up goes into the caller.
set -eu
cd "$(dirname "$0")/../.."
! find shared cgi ctl worker tests/unit tests/contract -name '*.[ch]' \
	-exec grep -HnE '^[[:blank:]]*if [(]err == OK[)]' {} + |
	sed 's/\(:[0-9]*:\).*/\1 return early: TRY(), or if (err != OK)/' | sort | grep .
