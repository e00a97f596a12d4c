/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_sink(provider_koreader.sink, data, size);
	return 0;
}
