/* SPDX-License-Identifier: MIT */
/* Any bytes as what Jellyfin says that a person has watched. */
#include "shared/providers/items_history.h"
#include "tests/fuzz/history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_history_all(&jellyfin_history, data, size);
	return 0;
}
