/* SPDX-License-Identifier: MIT */
/* Any bytes as what Plex says that an account has watched. */
#include "shared/providers/plex_history.h"
#include "tests/fuzz/history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_history_all(&plex_history, data, size);
	return 0;
}
