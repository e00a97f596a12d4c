/* SPDX-License-Identifier: MIT */
/* Any bytes as the answers of Emby and Jellyfin about a show and a key. */
#include "shared/providers/items_api.h"
#include "tests/fuzz/fuzz_lookup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_lookup(&emby_service, &emby_lookup, "87139", data, size);
	fuzz_lookup(&jellyfin_service, &jellyfin_lookup, "b13b4f35d66fbe1abcf96ec29b275758", data,
		size);
	return 0;
}
