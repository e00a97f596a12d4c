/* SPDX-License-Identifier: MIT */
#include "shared/db/query.h"

#include "shared/db/insert.h"

enum err query_run(struct query *q)
{
	while (query_next(q))
		;
	return query_end(q);
}

enum err query_id(struct query *q, int64_t *id)
{
	/* cppcheck-suppress variableScope */
	void *prepared = q->prepared; /* which query_end() forgets */

	*id = 0;
	while (query_next(q))
		*id = col_i64(q, 0);
	TRY(query_end(q));
	if (*id == 0)
		*id = insert_id(prepared);
	return OK;
}

enum err query_run_if_free(struct query *q)
{
	enum err err;

	engine_wait_for_others(q->store, false);
	err = query_run(q);
	engine_wait_for_others(q->store, true);
	return err;
}

enum err query_number(struct query *q, int64_t *out)
{
	*out = query_next(q) ? col_i64(q, 0) : 0;
	return query_end(q);
}

void *query_rows(struct query *q, row_fn *read, size_t size, size_t max, size_t *count)
{
	char *rows = NULL;
	size_t room = 0;

	*count = 0;
	while (*count < max && query_next(q)) {
		rows = arena_more(q->cx->arena, rows, *count, &room, size);
		read(q, rows + size * (*count)++);
	}
	return rows;
}

void *query_row(struct query *q, row_fn *read, size_t size)
{
	void *row = NULL;

	if (query_next(q)) {
		row = arena_alloc(q->cx->arena, size);
		read(q, row);
	}
	return row;
}

enum err query_get(struct query *q, row_fn *read, void *row)
{
	bool is_found = query_next(q);

	if (is_found)
		read(q, row);
	TRY(query_end(q));
	return is_found ? OK : err_note(q->cx, ERR_NOT_FOUND, "There is nothing here.");
}
