/* SPDX-License-Identifier: MIT */
/*
 * history.h -- any bytes as the answers of a whole run of a source of one
 * person's viewings, which are split at RS and used in turn.
 */
#ifndef TESTS_FUZZ_HISTORY_H
#define TESTS_FUZZ_HISTORY_H

#include "tests/fuzz/fuzz.h"

enum { HISTORY_SPLIT = 0x1e, HISTORY_REQUESTS = 200 };

static inline const char *history_seen(void *arg, struct cx *cx, const char *row)
{
	(void)cx;
	(void)row;
	return arg;
}

static inline const char *history_fact(
	void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	(void)arg;
	(void)cx;
	*until_ms = strchr(item, ' ') ? 0 : INT64_MAX;
	return NULL;
}

/* Only what was meant to be asked is asked. */
static inline void history_check_ask(const struct ask *ask)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_/?&=,.%>:";

	ASSERT(ask->path[0] == '/' && !ask->body);
	ASSERT(strspn(ask->path, allowed) == strlen(ask->path));
}

static inline void history_check(const struct batch *batch)
{
	for (size_t i = 0; i < batch->row_count; i++) {
		const struct source_row *row = &batch->rows[i];

		check_message(&row->message);
		ASSERT(row->message.report.is_asked);
		ASSERT(row->body && (!row->row == !row->state));
	}
	for (size_t i = 0; i < batch->fact_count; i++)
		check_text(batch->facts[i].text);
}

static inline void fuzz_history(struct cx *cx, const struct source *source, const char *seen,
	bool is_past, const uint8_t *data, size_t size)
{
	const struct target target = { .url = "http://media.example.org",
		.person = "1",
		.is_past = is_past,
		.memory = { (void *)(uintptr_t)seen, history_seen, history_fact } };
	void *run = source->begin(cx, &target);
	enum err err = OK;
	struct ask ask;

	for (int i = 0; i < HISTORY_REQUESTS && err == OK && source->next(cx, run, &ask); i++) {
		const uint8_t *end = size ? memchr(data, HISTORY_SPLIT, size) : NULL;
		size_t length = end ? (size_t)(end - data) : size;
		struct answer answer = { .status = 200, .type = "application/json" };
		struct batch batch = { 0 };

		history_check_ask(&ask);
		answer.body = arena_strndup(cx->arena, (const char *)data, length);
		answer.length = length;
		err = source->accept(cx, run, &answer, &batch);
		history_check(&batch);
		data += length + (end != NULL);
		size -= length + (end != NULL);
	}
	ASSERT(err == OK || cx->note[0]);
}

/* As new rows, as known ones, and as those of an import. */
static inline void fuzz_history_all(const struct source *source, const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct message m;

	if (!arena.ceiling)
		arena_init(&arena, MIB(256));
	cx.arena = &arena;
	cx.now_ms = INT64_C(1795334400000);
	fuzz_history(&cx, source, NULL, false, data, size);
	fuzz_history(&cx, source, "1 1 0 2026-11-30T22:21:50Z", false, data, size);
	fuzz_history(&cx, source, NULL, true, data, size);
	if (source->read_again(&cx,
		    (struct bytes){ arena_strndup(&arena, (const char *)data, size), size }, &m))
		check_message(&m);
	arena_reset(&arena);
}

#endif
