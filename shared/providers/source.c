/* SPDX-License-Identifier: MIT */
/* source.c -- what sources share: the yield of an answer. */
#include "shared/providers/source.h"

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
