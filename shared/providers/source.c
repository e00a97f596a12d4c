/* SPDX-License-Identifier: MIT */
/* source.c -- the table of sources, and what they share. */
#include "shared/providers/source.h"

#define ROW(name) &source_##name,
const struct source_kind *const sources[] = { SOURCES(ROW) };
#undef ROW
const size_t source_count = NELEM(sources);

const struct source_kind *source_find(const char *name)
{
	for (size_t i = 0; i < source_count; i++)
		if (strcmp(sources[i]->name, name) == 0)
			return sources[i];
	return NULL;
}

struct pulled *haul_row(struct cx *cx, struct haul *haul)
{
	struct pulled *row;

	haul->rows = arena_more(
		cx->arena, haul->rows, haul->row_count, &haul->row_room, sizeof(*haul->rows));
	row = &haul->rows[haul->row_count++];
	memset(row, 0, sizeof(*row));
	message_init(&row->message);
	return row;
}

struct learned *haul_fact(struct cx *cx, struct haul *haul)
{
	haul->facts = arena_more(
		cx->arena, haul->facts, haul->fact_count, &haul->fact_room, sizeof(*haul->facts));
	return &haul->facts[haul->fact_count++];
}
