/* SPDX-License-Identifier: MIT */
/* Any bytes as the answers of Plex about a show and a token. */
#include "shared/providers/plex_api.h"
#include "tests/fuzz/fuzz_lookup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_lookup(&plex_service, &plex_lookup, "58394", data, size);
	return 0;
}
