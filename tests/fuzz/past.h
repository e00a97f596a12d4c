/* SPDX-License-Identifier: MIT */
/*
 * past.h -- any bytes, as a file of another tracker: what is told is in its
 * bounds, and what is left out says why.
 */
#ifndef TESTS_FUZZ_PAST_H
#define TESTS_FUZZ_PAST_H

#include "shared/actions/tracker_file.h"
#include "shared/base/unit.h"
#include "shared/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err check_play(struct cx *cx, void *arg, const struct past *play)
{
	const struct report *r = &play->named;

	(void)cx;
	(void)arg;
	ASSERT(r->kind > KIND_NONE && r->kind < KIND__COUNT && r->ids.count > 0);
	ASSERT(r->kind != KIND_SHOW || (r->season >= 0 && r->episode >= 0));
	ASSERT(play->at_ms >= UNSAID && play->day >= UNSAID);
	ASSERT(!r->title || (*r->title && utf8_is_text(r->title, strlen(r->title))));
	return OK;
}

static enum err check_left(
	struct cx *cx, void *arg, const struct import_left *left, bool is_unnamed)
{
	(void)cx;
	(void)arg;
	(void)is_unnamed;
	ASSERT(*left->place && *left->why);
	return OK;
}

static enum err read_file(struct cx *cx, void *arg)
{
	const struct tracker_taker taker = { check_play, check_left, NULL };
	const char *format = NULL;
	enum err err = tracker_file_read(cx, arg, &taker, &format);

	ASSERT((err == OK) == (format != NULL) || err == ERR_INPUT);
	ASSERT(err == OK || err == ERR_INPUT || err == ERR_TOO_LARGE);
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = input_of_bytes(data, size);
	struct arena arena;
	struct cx cx = { .arena = &arena, .now_ms = INT64_C(1792350000000) };

	arena_init(&arena, MIB(64));
	ASSERT(unit_run(&cx, MIB(64), read_file, &in) == OK);
	arena_finish(&arena);
	return 0;
}

#endif
