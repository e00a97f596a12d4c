/* SPDX-License-Identifier: MIT */
/* columns.c -- the columns of a row of SQLite; see engine.h. */
#include "shared/db/engine.h"

#include <sqlite3.h>

#include "shared/progress/report.h"

int64_t col_i64(const struct query *q, int column)
{
	return sqlite3_column_int64(q->prepared, column);
}

int64_t col_i64_or_unsaid(const struct query *q, int column)
{
	if (sqlite3_column_type(q->prepared, column) == SQLITE_NULL)
		return UNSAID;
	return sqlite3_column_int64(q->prepared, column);
}

const char *col_text(const struct query *q, int column)
{
	const void *text = sqlite3_column_text(q->prepared, column);

	if (!text)
		return NULL;
	return arena_strndup(q->cx->arena, text, (size_t)sqlite3_column_bytes(q->prepared, column));
}

struct bytes col_bytes(const struct query *q, int column)
{
	const void *at = sqlite3_column_blob(q->prepared, column);

	return (struct bytes){ at, (size_t)sqlite3_column_bytes(q->prepared, column) };
}

const char *col_text_in_place(const struct query *q, int column)
{
	const void *text = sqlite3_column_text(q->prepared, column);

	return text;
}
