/* SPDX-License-Identifier: MIT */
/*
 * Every getter on every key in the text: results stay within the requested
 * limits, whatever the text holds.
 */
#include "shared/base/utf8.h"
#include "shared/json/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct range small = { -5, 1000 };

static void get_texts(struct cx *cx, struct json in, const char *key)
{
	const char *text = NULL;

	if (json_may_str(cx, in, key, 20, &text) == OK && text)
		ASSERT(strlen(text) <= 20 && utf8_is_text(text, strlen(text)));
	text = NULL;
	if (json_need_str(cx, in, key, 20, &text) == OK)
		ASSERT(*text && strlen(text) <= 20 && utf8_is_text(text, strlen(text)));
	text = NULL;
	if (json_may_idtext(cx, in, key, &text) == OK && text)
		ASSERT(strlen(text) <= 100 && utf8_is_text(text, strlen(text)));
}

static void get_numbers(struct cx *cx, struct json in, const char *key)
{
	int64_t number = 77;
	int narrow = 77;
	bool yes = false;

	if (json_may_i64(cx, in, key, small, &number) != OK)
		ASSERT(number == 77);
	ASSERT(number >= small.min && number <= small.max);
	if (json_may_int(cx, in, key, small, &narrow) != OK)
		ASSERT(narrow == 77);
	ASSERT(narrow == (int)number);
	if (json_may_scaled(cx, in, key, 10000, &number) == OK)
		ASSERT(number <= INT64_C(10000000000000) && number >= INT64_C(-10000000000000));
	if (json_may_bool(cx, in, key, &yes) != OK)
		ASSERT(!yes);
}

static void take_id(void *arg, const char *key, const char *value)
{
	int *count = arg;

	(void)key;
	ASSERT(utf8_is_text(value, strlen(value)));
	(*count)++;
}

static void get_all(struct cx *cx, struct json in, int depth)
{
	static const char *const keys[] = { "a", "b", "", "Event", "Item" };
	int ids = 0;

	json_each_idtext(cx, in, take_id, &ids);
	for (size_t i = 0; i < NELEM(keys); i++) {
		struct json_walk walk = json_walk(cx, in, keys[i]);
		size_t length = json_length(in, keys[i]);
		struct json inner;

		get_texts(cx, in, keys[i]);
		get_numbers(cx, in, keys[i]);
		while (json_next(&walk, &inner))
			if (walk.index == length && depth > 0)
				get_all(cx, inner, depth - 1);
		ASSERT(walk.index == length);
		if (json_may_object(cx, in, keys[i], &inner) == OK && inner.value && depth > 0)
			get_all(cx, inner, depth - 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct json root;
	char *text;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	text = arena_strndup(&arena, (const char *)data, size);
	if (json_open(&cx, text, size, &root) == OK)
		get_all(&cx, root, 3);
	else
		ASSERT(!root.value && cx.note[0]);
	arena_reset(&arena);
	return 0;
}
