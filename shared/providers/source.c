/* SPDX-License-Identifier: MIT */
/* source.c -- the table of sources, and what they share. */
#include "shared/providers/source.h"

#define ROW(name) &source_##name,
const struct source *const sources[] = { SOURCES(ROW) };
#undef ROW
const size_t source_count = NELEM(sources);

const struct source *source_find(const char *name)
{
	for (size_t i = 0; i < source_count; i++)
		if (strcmp(sources[i]->name, name) == 0)
			return sources[i];
	return NULL;
}

struct source_row *batch_row(struct cx *cx, struct batch *batch)
{
	struct source_row *row;

	batch->rows = arena_more(
		cx->arena, batch->rows, batch->row_count, &batch->row_room, sizeof(*batch->rows));
	row = &batch->rows[batch->row_count++];
	memset(row, 0, sizeof(*row));
	message_init(&row->message);
	return row;
}

struct source_fact *batch_fact(struct cx *cx, struct batch *batch)
{
	batch->facts = arena_more(cx->arena, batch->facts, batch->fact_count, &batch->fact_room,
		sizeof(*batch->facts));
	return &batch->facts[batch->fact_count++];
}
