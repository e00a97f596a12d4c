/* SPDX-License-Identifier: MIT */
/*
 * The scan agrees with a slow, literal reading of RFC 8259 on any bytes; json-c
 * finds the same values in every accepted text; each sink reads the same from
 * its keys as from the whole body.
 */
#include "tests/json_oracle.h"
#include "tests/json_reference.h"
#include "tests/roads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_verdict(struct cx *cx, const char *text, size_t length)
{
	struct scan scan = { .values_max = SIZE_MAX };
	size_t values;
	bool is_json = ref_is_json(text, length, &values);

	ASSERT(scan_text(&scan, text, length) == is_json);
	if (is_json)
		ASSERT(scan.values == values && !scan.wrong &&
			oracle_agrees(cx->arena, text, length));
	else
		ASSERT(scan.wrong && scan.at <= length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	char *text;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	text = arena_strndup(&arena, (const char *)data, size);
	check_verdict(&cx, text, size);
	for (size_t i = 0; i < provider_count; i++) {
		const struct sink *sink = providers[i]->sink;
		const char *asked, *whole;

		if (!sink)
			continue;
		asked = roads(&cx, sink, text, size, &whole);

		/* Only requested values count. */
		ASSERT(strcmp(asked, whole) == 0 || strstr(whole, "|too-large|"));
	}
	arena_reset(&arena);
	return 0;
}
