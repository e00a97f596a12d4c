/* SPDX-License-Identifier: MIT */
/*
 * roads.h -- two roads from a body to a message: with the keys that the sink
 * asks for, as the server goes, and with the whole body built. They must end
 * at the same place, or a key is missing in the sink's list.
 */
#ifndef TESTS_ROADS_H
#define TESTS_ROADS_H

#include "shared/base/buf.h"
#include "tests/basis.h"
#include "tests/sinks.h"

static inline const char *said(const char *text)
{
	return text ? text : "(null)";
}

/* All of the message and of what was wrong with it. */
static inline void road_add(struct buf *to, const struct message *m)
{
	const struct report *r = &m->report;
	struct buf b = *to;

	buf_addf(&b, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%d%d\n", said(m->event), said(m->user),
		said(m->user_id), said(m->event_id), said(m->run), said(m->ends_run),
		reason_name(m->reason), said(m->detail), said(m->field), said(m->expected),
		m->drop_body, m->folds_daily);
	buf_addf(&b, "%.*s|\n", (int)m->body.length, m->body.at ? (const char *)m->body.at : "");
	buf_addf(&b, "%s|%s|%s|%s|%s|%s|%d|%d|%d|%d\n", kind_name(r->kind), said(r->title),
		said(r->author), said(r->link), said(r->part_title), said(r->part), r->year,
		r->season, r->episode, r->episode_end);
	buf_addf(&b, "%" PRId64 "|%" PRId64 "|%" PRId64 "|%d%d%d%d%d%d\n", r->position, r->duration,
		r->units_per_ms, r->finished, r->passed, r->duration_guessed, r->starts_sitting,
		r->ends_sitting, r->is_state);
	buf_addf(&b, "%s|%" PRId64 "|%s\n", basis_name(r->basis), r->at_ms, said(r->session));
	for (size_t i = 0; i < r->ids.count; i++)
		buf_addf(&b, "%s=%s\n", catalog_name(r->ids.list[i].source), r->ids.list[i].value);
	*to = b;
}

/* All messages of a body, as one text. */
static inline const char *road_text(
	struct cx *cx, const struct sink *sink, const char *body, size_t length)
{
	struct messages messages;
	struct buf b;

	sink_read(cx, sink, (struct bytes){ body, length }, &messages);
	buf_init(&b, cx->arena, MIB(8));
	for (size_t i = 0; i < messages.count; i++)
		road_add(&b, messages.list[i]);
	ASSERT(!b.cut);
	return b.text;
}

/* Where the server's road ends; *whole is where the other one does. */
static inline const char *roads(
	struct cx *cx, const struct sink *sink, const char *body, size_t length, const char **whole)
{
	struct sink all = *sink;

	all.keys = NULL;
	*whole = road_text(cx, &all, body, length);
	return road_text(cx, sink, body, length);
}

#endif
