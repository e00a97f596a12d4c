/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/table.h"

#include "ctl/terminal/text.h"
#include "shared/progress/report.h"

enum {
	GAP = 2,       /* blanks between two columns */
	SHORTEST = 12, /* cells are not cut below this */
};

static const char ellipsis[] = "\xe2\x80\xa6"; /* one character */

void table_init(struct table *t, struct arena *a, const struct column *columns, size_t count)
{
	ASSERT(count > 0 && count <= TABLE_COLUMNS_MAX);
	*t = (struct table){ .arena = a, .columns = columns, .column_count = count };
}

void table_add(struct table *t, const char *cell)
{
	t->cells = arena_more(t->arena, t->cells, t->cell_count, &t->room, sizeof(*t->cells));
	t->cells[t->cell_count++] = shown_text(t->arena, cell ? cell : "-");
}

void table_addf(struct table *t, const char *format, ...)
{
	char text[200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	table_add(t, text);
}

void table_add_time(struct table *t, int64_t ms)
{
	char text[TEXT_TIME];

	text_time(ms, text);
	table_add(t, text);
}

void table_add_percent(struct table *t, int64_t share)
{
	const int64_t hundredth = SHARE_WHOLE / 10000;

	if (share < 0)
		table_add(t, NULL);
	else
		table_addf(t, "%" PRId64 ".%02" PRId64, share / hundredth / 100,
			share / hundredth % 100);
}

static void measure(const struct table *t, size_t widths[])
{
	for (size_t i = 0; i < t->column_count; i++)
		widths[i] = t->columns[i].title ? text_width(t->columns[i].title) : 0;
	for (size_t i = 0; i < t->cell_count; i++) {
		size_t width = text_width(t->cells[i]);
		size_t *column = &widths[i % t->column_count];

		if (*column < width)
			*column = width;
	}
}

/* The widest column that may still be cut, or NULL. */
static size_t *widest(const struct table *t, size_t widths[])
{
	size_t *found = NULL;

	for (size_t i = 0; i < t->column_count; i++)
		if ((t->columns[i].flags & TABLE_SHORTEN) && widths[i] > SHORTEST &&
			(!found || widths[i] > *found))
			found = &widths[i];
	return found;
}

static void fit(const struct table *t, size_t widths[], size_t width)
{
	size_t total = GAP * (t->column_count - 1);
	size_t *column;

	for (size_t i = 0; i < t->column_count; i++)
		total += widths[i];
	for (; total > width && (column = widest(t, widths)); total--)
		--*column;
}

static void put_blanks(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_puts(out, " ");
}

/* Cuts a cell that is too wide. The result may be a column narrower. */
static const char *shorten(struct arena *a, const char *cell, size_t width)
{
	if (text_width(cell) <= width)
		return cell;
	return arena_printf(a, "%.*s%s", (int)text_bytes(cell, width - 1), cell, ellipsis);
}

/* The last column gets no trailing blanks. */
static void put_cell(struct buf *out, const char *cell, size_t width, unsigned flags, bool is_last)
{
	const char *shown = shorten(out->arena, cell, width);
	size_t pad = width - text_width(shown);

	if (flags & TABLE_RIGHT)
		put_blanks(out, pad);
	buf_puts(out, shown);
	if (!is_last)
		put_blanks(out, (flags & TABLE_RIGHT ? 0 : pad) + GAP);
}

void table_print(const struct table *t, struct buf *out, size_t width)
{
	size_t widths[TABLE_COLUMNS_MAX];
	size_t last = t->column_count - 1;

	measure(t, widths);
	if (width > 0)
		fit(t, widths, width);
	for (size_t i = 0; i <= last && t->columns[0].title; i++) {
		put_cell(out, t->columns[i].title, widths[i], t->columns[i].flags, i == last);
		if (i == last)
			buf_puts(out, "\n");
	}
	for (size_t i = 0; i < t->cell_count; i++) {
		size_t c = i % t->column_count;

		put_cell(out, t->cells[i], widths[c], t->columns[c].flags, c == last);
		if (c == last)
			buf_puts(out, "\n");
	}
}
