/* SPDX-License-Identifier: MIT */
/* fuzz_lookup.h -- any bytes, with any status, as what a lookup is answered. */
#ifndef TESTS_FUZZ_FUZZ_LOOKUP_H
#define TESTS_FUZZ_FUZZ_LOOKUP_H

#include "tests/fuzz/fuzz.h"

/* A leading byte from 1 to 7 selects the status; else it is 200. */
static inline struct answer fuzz_answer(struct arena *a, const char *text, size_t length)
{
	static const int statuses[] = { 200, 200, 400, 401, 403, 404, 429, 500 };
	size_t choice = length && text[0] > 0 && text[0] < 8 ? (size_t)text[0] : 0;

	if (choice) {
		text++;
		length--;
	}
	return (struct answer){ .status = statuses[choice],
		.type = choice == 1 ? "text/html" : "application/json",
		.body = arena_strndup(a, text, length),
		.length = length };
}

static inline void check_failure(const struct cx *cx, enum err err)
{
	ASSERT(err == OK || err == ERR_AUTH || err == ERR_CONF || err == ERR_UPSTREAM);
	ASSERT(err == OK || cx->note[0]);
}

static inline void fuzz_service(
	struct cx *cx, const struct service *service, const struct answer *answer)
{
	struct account_name account = { NULL, NULL };
	const char *version = NULL;

	check_failure(cx, service->greet(cx, answer, &version));
	check_text(version);
	check_failure(cx, service->identify(cx, answer, &account));
	check_text(account.name);
	check_text(account.id);
}

static inline void fuzz_lookup(const struct service *service, const struct lookup *lookup,
	const char *key, const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct answer answer;
	struct show show;
	enum err err;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	answer = fuzz_answer(&arena, (const char *)data, size);
	err = lookup->accept(&cx, key, &answer, &show);
	check_failure(&cx, err);
	ASSERT(err == OK || show.ids.count == 0);
	check_ids(&show.ids);
	check_text(show.title);
	ASSERT(show.year >= UNSAID);
	fuzz_service(&cx, service, &answer);
	arena_reset(&arena);
}

#endif
