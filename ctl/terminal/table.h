/* SPDX-License-Identifier: MIT */
/*
 * table.h -- aligned rows and columns of text.
 *
 * Cells are added left to right, row by row. Each is escaped as in
 * ctl/terminal/text.h and copied into the arena. A column is as wide as its
 * widest cell.
 */
#ifndef CTL_TERMINAL_TABLE_H
#define CTL_TERMINAL_TABLE_H

#include "shared/base/buf.h"

enum {
	TABLE_RIGHT = 1,  /* numbers */
	TABLE_SHORTEN = 2 /* may be cut when the terminal is too narrow */
};

struct column {
	const char *title; /* NULL in all columns: no header line */
	unsigned flags;
};

enum { TABLE_COLUMNS_MAX = 12 };

struct table {
	struct arena *arena;
	const struct column *columns; /* borrowed; must outlive the table */
	const char **cells;
	size_t column_count, cell_count, room;
};

void table_init(struct table *t, struct arena *a, const struct column *columns, size_t count);

void table_add(struct table *t, const char *cell); /* NULL is "-" */
PRINTF(2, 3) void table_addf(struct table *t, const char *format, ...);
void table_add_time(struct table *t, int64_t ms);       /* "-" for UNSAID */
void table_add_percent(struct table *t, int64_t share); /* "34.48" */

/* width 0: no limit. */
void table_print(const struct table *t, struct buf *out, size_t width);

#endif
