/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h -- a sink accepts any bytes: it neither crashes nor returns nonsense.
 * libFuzzer calls the only function of each program with generated input.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "shared/base/utf8.h"
#include "shared/providers/provider.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void check_text(const char *text)
{
	if (text)
		ASSERT(utf8_is_text(text, strlen(text)));
}

static inline void check_ids(const struct ids *ids)
{
	ASSERT(ids->count <= CATALOG__COUNT);
	for (size_t i = 0; i < ids->count; i++) {
		struct ids alone = { 0 };

		/* In order, and already in normal form. */
		ASSERT(i == 0 || ids->list[i - 1].source < ids->list[i].source);
		ASSERT(ids_add(&alone, ids->list[i].source, ids->list[i].value));
		ASSERT(strcmp(alone.list[0].value, ids->list[i].value) == 0);
	}
}

/* The invariants that the rules and the store rely on. */
static inline void check_report(const struct report *r)
{
	int64_t share = report_share(r->position, r->duration);

	ASSERT(r->kind > KIND_NONE && r->kind < KIND__COUNT);
	ASSERT(r->ids.count > 0);
	ASSERT(r->units_per_ms >= 0);
	ASSERT(r->at_ms >= UNSAID);
	ASSERT(r->year >= UNSAID);
	ASSERT(share >= UNSAID && share <= SHARE_WHOLE);
	ASSERT(report_parts(r) >= 1 && report_parts(r) <= REPORT_PARTS_MAX);
	if (r->kind == KIND_SHOW)
		ASSERT(r->season >= 0 && r->episode >= 0);
	else
		ASSERT(r->season == UNSAID && r->episode == UNSAID);
	for (int i = 0; i < report_parts(r); i++) {
		struct report part;

		report_part(r, i, false, &part);
		ASSERT(report_parts(&part) == 1);
	}
}

static inline void check_message(const struct message *m)
{
	ASSERT(m->reason < REASON__COUNT);
	ASSERT(!m->run || !m->ends_run);
	check_text(m->event);
	check_text(m->user);
	check_text(m->user_id);
	check_text(m->event_id);
	check_text(m->run);
	check_text(m->ends_run);
	check_text(m->detail);
	check_text(m->field);
	check_text(m->expected);
	check_text(m->report.title);
	check_text(m->report.part_title);
	check_text(m->report.session);
	check_ids(&m->report.ids);
	if (m->reason == REASON_NONE)
		check_report(&m->report);
	else
		ASSERT(reason_outcome(m->reason) == OUTCOME_REFUSED ||
			reason_outcome(m->reason) == OUTCOME_IGNORED ||
			reason_outcome(m->reason) == OUTCOME_UNMATCHED);
}

/* With the server's memory limit; reset after each body. */
static inline void fuzz_sink(const struct sink *sink, const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct messages messages;
	char *body;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	body = arena_strndup(&arena, (const char *)data, size);
	sink_read(&cx, sink, (struct bytes){ body, size }, &messages);
	ASSERT(messages.count >= 1 && messages.count <= MESSAGES_MAX);
	for (size_t i = 0; i < messages.count; i++) {
		const struct message *m = messages.list[i];

		check_message(m);
		if (m->reason == REASON_WRONG_SHAPE)
			ASSERT(m->field && m->expected && m->detail);
	}
	arena_reset(&arena);
}

#endif
