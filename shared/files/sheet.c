/* SPDX-License-Identifier: MIT */
/* sheet.c -- libcsv divides rows with commas; tabs need no library. */
#include "shared/files/sheet.h"

#include <csv.h>

#include "shared/base/utf8.h"

/* What `each` makes of a row is in the arena of the row, too. */
enum { ROW_MAX = 256 << 10, ROW_CEILING = 4 << 20, GROWTH = 4096, MARK = 3 };

struct sheet {
	struct csv_parser csv;
	char divider;
	struct arena rows; /* of one row at a time */
	struct cx cx;      /* with that arena */
	struct arena *parent;
	struct arena_held held;
	sheet_row_fn *each;
	void *arg;
	const char *fields[SHEET_COLUMNS_MAX];
	struct sheet_row row; /* so far; its number is that of the last one told */
	char start[MARK];     /* the first bytes, until there are enough of them */
	size_t started;
	char *line; /* with tabs: so far */
	size_t length;
	enum err err; /* of `each` */
};

/* libcsv asks for room for one field. */
static void *grow(void *field, size_t size)
{
	return size > SHEET_FIELD_MAX + GROWTH ? NULL : realloc(field, size);
}

static void release(void *sheet)
{
	struct sheet *t = sheet;

	csv_free(&t->csv);
}

enum err sheet_create(
	struct cx *cx, char divider, sheet_row_fn *each, void *arg, struct sheet **out)
{
	struct sheet *t = arena_alloc(cx->arena, sizeof(*t));

	*out = NULL;
	if (csv_init(&t->csv, 0) != 0)
		return err_note(cx, ERR_INTERNAL, "libcsv does not start");
	csv_set_realloc_func(&t->csv, grow);
	csv_set_blk_size(&t->csv, GROWTH);
	t->divider = divider;
	t->each = each;
	t->arg = arg;
	t->line = divider == '\t' ? arena_raw(cx->arena, SHEET_FIELD_MAX + 1) : NULL;
	t->parent = cx->arena;
	arena_hold(cx->arena, &t->held, release, t);
	arena_init_child(&t->rows, cx->arena, ROW_CEILING);
	t->cx = (struct cx){ .arena = &t->rows, .now_ms = cx->now_ms };
	*out = t;
	return OK;
}

void sheet_destroy(struct sheet *t)
{
	if (!t)
		return;
	arena_finish(&t->rows);
	arena_let_go(t->parent, &t->held);
	release(t);
}

/* ---- a row ---- */

static void add_field(struct sheet *t, const char *text, size_t length)
{
	struct sheet_row *row = &t->row;

	if (row->flaw)
		return;
	if (row->count == SHEET_COLUMNS_MAX)
		row->flaw =
			arena_printf(&t->rows, "it has more than %d columns", SHEET_COLUMNS_MAX);
	else if (length > SHEET_FIELD_MAX || t->rows.used + length > ROW_MAX)
		row->flaw = arena_printf(&t->rows, "column %zu is too long", row->count + 1);
	else if (!utf8_is_text(text, length))
		row->flaw = arena_printf(&t->rows, "column %zu is not UTF-8", row->count + 1);
	else
		t->fields[row->count++] = arena_strndup(&t->rows, text, length);
}

static void end_row(struct sheet *t)
{
	struct sheet_row *row = &t->row;

	row->number++;
	row->fields = t->fields;
	if (row->flaw)
		row->count = 0;
	if (t->err == OK)
		t->err = t->each(&t->cx, t->arg, row);
	row->count = 0;
	row->flaw = NULL;
	arena_reset(&t->rows);
}

/* The error of `each`, whose words are in the arena of the row. */
static enum err result(struct cx *cx, struct sheet *t)
{
	return t->err == OK ? OK : err_note(cx, t->err, "%s", t->cx.note);
}

/* ---- commas ---- */

/* libcsv prescribes the type. */
/* cppcheck-suppress constParameterCallback */
static void csv_field(void *text, size_t length, void *sheet)
{
	add_field(sheet, text ? text : "", length);
}

static void csv_row(int ending, void *sheet)
{
	(void)ending;
	end_row(sheet);
}

static enum err feed_csv(struct cx *cx, struct sheet *t, const char *bytes, size_t length)
{
	size_t done = csv_parse(&t->csv, bytes, length, csv_field, csv_row, t);

	TRY(result(cx, t));
	if (done == length)
		return OK;
	if (csv_error(&t->csv) != CSV_ENOMEM)
		return err_note(cx, ERR_INPUT, "row %" PRId64 ": %s", t->row.number + 1,
			csv_strerror(csv_error(&t->csv)));
	return err_note(cx, ERR_INPUT,
		"row %" PRId64 ": a column is longer than %d bytes; a quote is not closed, so "
		"nothing after it can be read",
		t->row.number + 1, SHEET_FIELD_MAX);
}

/* ---- tabs ---- */

static void end_line(struct sheet *t)
{
	const char *at = t->line, *end = t->line + t->length;

	if (end > at && end[-1] == '\r')
		end--;
	if (at < end) {
		for (const char *tab; (tab = memchr(at, '\t', (size_t)(end - at))); at = tab + 1)
			add_field(t, at, (size_t)(tab - at));
		add_field(t, at, (size_t)(end - at));
		end_row(t);
	}
	t->length = 0;
}

static enum err feed_tabs(struct cx *cx, struct sheet *t, const char *bytes, size_t length)
{
	while (length > 0) {
		const char *end = memchr(bytes, '\n', length);
		size_t piece = end ? (size_t)(end - bytes) : length;

		if (piece > SHEET_FIELD_MAX - t->length)
			return err_note(cx, ERR_INPUT, "row %" PRId64 ": longer than %d bytes",
				t->row.number + 1, SHEET_FIELD_MAX);
		memcpy(t->line + t->length, bytes, piece);
		t->length += piece;
		bytes += piece + (end != NULL);
		length -= piece + (end != NULL);
		if (end)
			end_line(t);
		TRY(result(cx, t));
	}
	return OK;
}

static enum err feed(struct cx *cx, struct sheet *t, const char *bytes, size_t length)
{
	return t->divider == '\t' ? feed_tabs(cx, t, bytes, length)
				  : feed_csv(cx, t, bytes, length);
}

/* ---- the beginning ---- */

static enum err begin(struct cx *cx, struct sheet *t)
{
	const char *s = t->start;

	if (t->started >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0))
		return err_note(cx, ERR_INPUT,
			"this file is UTF-16; save it as UTF-8 (\"CSV UTF-8\"), and import that");
	if (t->started == MARK && memcmp(s, "\xef\xbb\xbf", MARK) == 0)
		return OK;
	return feed(cx, t, s, t->started);
}

enum err sheet_feed(struct cx *cx, void *sheet, const char *bytes, size_t length)
{
	struct sheet *t = sheet;

	while (t->started < MARK && length > 0) {
		t->start[t->started++] = *bytes++;
		length--;
		if (t->started == MARK)
			TRY(begin(cx, t));
	}
	return length > 0 ? feed(cx, t, bytes, length) : OK;
}

enum err sheet_end(struct cx *cx, struct sheet *t)
{
	if (t->started < MARK)
		TRY(begin(cx, t));
	/* Stray quotes are taken as they are, but for one that never ends. */
	csv_set_opts(&t->csv, CSV_STRICT | CSV_STRICT_FINI);
	if (t->divider == '\t')
		end_line(t);
	else if (csv_fini(&t->csv, csv_field, csv_row, t) != 0)
		return err_note(cx, ERR_INPUT,
			"row %" PRId64 ": the file ends inside of a quote: it was cut",
			t->row.number + 1);
	return result(cx, t);
}
