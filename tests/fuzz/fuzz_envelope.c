/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a body with JSON in it that may be wrapped in a form. The first
 * byte selects the content type.
 */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "", "application/json",
		"application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
		"multipart/form-data; boundary=", "multipart/form-data" };
	const struct sink sink = { .form_field = "payload" };
	static struct arena arena;
	static struct cx cx;
	struct bytes body, payload;

	if (size == 0)
		return 0;
	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	body = (struct bytes){ arena_strndup(&arena, (const char *)data + 1, size - 1), size - 1 };
	if (sink_payload(&cx, &sink, types[data[0] % NELEM(types)], body, &payload) == OK)
		ASSERT(payload.length <= body.length &&
			((const char *)payload.at)[payload.length] == '\0');
	else
		ASSERT(cx.note[0]);
	arena_reset(&arena);
	return 0;
}
