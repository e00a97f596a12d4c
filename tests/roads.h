/* SPDX-License-Identifier: MIT */
/*
 * roads.h -- two roads from a body to a message: with the keys that the sink
 * asks for, as the server goes, and with the whole body built. They must end
 * at the same place, or a key is missing in the sink's list.
 */
#ifndef TESTS_ROADS_H
#define TESTS_ROADS_H

#include "shared/base/buf.h"
#include "shared/providers/sink.h"

static inline const char *said(const char *text)
{
	return text ? text : "(null)";
}

/* All of the message and of what was noted with it, as one text. */
static inline const char *road_text(struct cx *cx, const struct message *m)
{
	const struct report *r = &m->report;
	struct buf b;

	buf_init(&b, cx->arena, 64 << 10);
	buf_addf(&b, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%d\n", said(m->event), said(m->user),
		said(m->user_id), said(m->event_id), said(m->run), said(m->ends_run),
		reason_name(m->reason), said(m->detail), cx->field, cx->expected, m->drop_body);
	buf_addf(&b, "%s|%s|%s|%s|%s|%s|%d|%d|%d|%d\n", kind_name(r->kind), said(r->title),
		said(r->author), said(r->link), said(r->part_title), said(r->part), r->year,
		r->season, r->episode, r->episode_end);
	buf_addf(&b, "%" PRId64 "|%" PRId64 "|%" PRId64 "|%d%d%d%d%d%d\n", r->position, r->duration,
		r->units_per_ms, r->finished, r->passed, r->duration_guessed, r->starts_sitting,
		r->ends_sitting, r->is_state);
	buf_addf(&b, "%s|%" PRId64 "|%s\n", basis_name(r->basis), r->at_ms, said(r->session));
	for (size_t i = 0; i < r->ids.count; i++)
		buf_addf(&b, "%s=%s\n", catalog_name(r->ids.list[i].source), r->ids.list[i].value);
	ASSERT(!b.cut);
	return b.text;
}

/* Where the server's road ends; *whole is where the other one does. */
static inline const char *roads(
	struct cx *cx, const struct sink *sink, const char *body, size_t length, const char **whole)
{
	struct sink all = *sink;
	struct message m;

	all.keys = NULL;
	sink_read(cx, &all, body, length, &m);
	*whole = road_text(cx, &m);
	sink_read(cx, sink, body, length, &m);
	return road_text(cx, &m);
}

#endif
