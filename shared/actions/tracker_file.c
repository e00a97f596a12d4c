/* SPDX-License-Identifier: MIT */
/*
 * tracker_file.c -- from the bytes of a file to its rows. Each file, also each
 * one in an archive, is told by its beginning: the shape by the first bytes,
 * the format by the first row or object.
 */
#include "shared/actions/tracker_file.h"

#include "shared/actions/tracker.h"
#include "shared/files/sheet.h"
#include "shared/files/zip.h"
#include "shared/json/elements.h"

enum { OBJECT_CEILING = 8 << 20, BEGINNING = 4096 };

static const char too_many[] = "the file has more rows than can be imported at once; the others "
			       "were left out";

/* One file or one entry of an archive. */
struct reading {
	struct cx *cx; /* of the file */
	const struct tracker_taker *taker;
	const char *entry;                /* its name in an archive, or NULL */
	const struct past_format *format; /* NULL: not told yet */
	struct sheet *sheet;
	struct elements *elements;
	bool is_strange;      /* of no format */
	struct arena objects; /* of one object at a time */
	/* Of a table: where each column of the format is; SIZE_MAX: nowhere. */
	size_t columns[PAST_COLUMNS_MAX];
	size_t width;          /* of the first row */
	int64_t *rows, number; /* of all files, and of this row */
};

/* ---- a row ---- */

static const char *place_of(struct cx *cx, const struct reading *r)
{
	return arena_printf(cx->arena, "%s%s%s %" PRId64, r->entry ? r->entry : "",
		r->entry ? ", " : "", r->elements ? "entry" : "row", r->number);
}

static enum err leave_out(
	struct cx *cx, const struct reading *r, const char *title, const char *why, bool is_unnamed)
{
	struct import_left left = { .place = place_of(cx, r), .title = title, .why = why };

	return r->taker->left(cx, r->taker->arg, &left, is_unnamed);
}

static const char *title_of(struct cx *cx, const struct report *r)
{
	if (!r->title || r->season == UNSAID || r->episode == UNSAID)
		return r->title;
	return arena_printf(cx->arena, "%s S%d E%d", r->title, r->season, r->episode);
}

static enum err take_play(struct cx *cx, void *arg, const struct past *play)
{
	const struct reading *r = arg;

	if (!play->unnamed)
		return r->taker->play(cx, r->taker->arg, play);
	return leave_out(cx, r, title_of(cx, &play->named), play->unnamed, true);
}

static enum err read_row(struct cx *cx, struct reading *r, const struct past_row *row)
{
	const struct past_to to = { take_play, r };
	enum err err;

	if (++*r->rows > TRACKER_ROWS_MAX)
		return err_note(cx, ERR_TOO_LARGE, "%s", too_many);
	err = r->format->read(cx, row, &to);
	if (err != ERR_INPUT)
		return err;
	return leave_out(cx, r, NULL, arena_strdup(cx->arena, cx->note), false);
}

/* ---- tables ---- */

static void told(struct reading *r, const struct past_format *format)
{
	r->format = format;
	r->is_strange = !format;
}

static enum err take_header(struct reading *r, const struct sheet_row *row)
{
	told(r, past_of_header(row->fields, row->count));
	r->width = row->count;
	if (!r->format)
		return OK;
	for (size_t i = 0; r->format->columns[i]; i++) {
		r->columns[i] = SIZE_MAX;
		for (size_t j = 0; j < row->count; j++)
			if (strcasecmp(row->fields[j], r->format->columns[i]) == 0)
				r->columns[i] = j;
	}
	return OK;
}

static enum err take_fields(struct cx *cx, struct reading *r, const struct sheet_row *row)
{
	const char *fields[PAST_COLUMNS_MAX + 1] = { NULL };

	for (size_t i = 0; r->format->columns[i]; i++)
		fields[i] = r->columns[i] == SIZE_MAX ? "" : row->fields[r->columns[i]];
	return read_row(cx, r, &(struct past_row){ .fields = fields });
}

static enum err take_commas(struct cx *cx, void *reading, const struct sheet_row *row)
{
	struct reading *r = reading;

	r->number = row->number;
	if (row->number == 1 && !row->flaw)
		return take_header(r, row);
	if (r->is_strange || !r->format)
		return OK;
	if (row->flaw)
		return leave_out(cx, r, NULL, row->flaw, false);
	if (row->count == r->width)
		return take_fields(cx, r, row);
	return leave_out(cx, r, NULL,
		arena_printf(cx->arena, "it has %zu columns, and the first row has %zu", row->count,
			r->width),
		false);
}

static enum err take_tabs(struct cx *cx, void *reading, const struct sheet_row *row)
{
	struct reading *r = reading;
	const char **fields = arena_array(cx->arena, row->count + 1, sizeof(*fields));

	r->number = row->number;
	for (size_t i = 0; i < row->count; i++)
		fields[i] = row->fields[i];
	if (!r->format && !r->is_strange && !row->flaw)
		told(r, past_of_line(cx, row->fields, row->count));
	if (!r->format)
		return OK;
	if (row->flaw)
		return leave_out(cx, r, NULL, row->flaw, false);
	return read_row(cx, r, &(struct past_row){ .fields = fields });
}

/* ---- JSON ---- */

static enum err take_json(
	struct cx *cx, struct reading *r, const struct element *e, const char **why)
{
	const char *const *keys = r->format ? r->format->columns : NULL;
	struct past_row row;

	*why = NULL;
	if (!e->text)
		*why = "it is too long";
	else if (json_open_keys(cx, e->text, e->length, keys, &row.object) != OK)
		*why = cx->note;
	if (*why)
		return OK;
	if (!r->format) {
		r->format = past_of_object(cx, e->list, row.object);
		/* Once more, with the keys of the format. */
		return r->format ? take_json(cx, r, e, why) : OK;
	}
	return r->format->is_row(cx, e->list, &row) ? read_row(cx, r, &row) : OK;
}

static enum err take_element(struct cx *file, void *reading, const struct element *e)
{
	struct reading *r = reading;
	struct cx cx = { .arena = &r->objects, .now_ms = file->now_ms };
	const char *why;
	enum err err;

	arena_reset(&r->objects);
	r->number = e->number;
	err = take_json(&cx, r, e, &why);
	if (err == OK && why && r->format)
		err = leave_out(&cx, r, NULL, arena_strdup(cx.arena, why), false);
	return err == OK ? OK : err_note(file, err, "%s", cx.note);
}

/* ---- a file ---- */

static char first_sign(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr("\xef\xbb\xbf \t\r\n", bytes[i]) || !bytes[i])
			return bytes[i];
	return '\0';
}

static bool has_tabs(const char *bytes, size_t length)
{
	const char *end = memchr(bytes, '\n', length);

	return memchr(bytes, '\t', end ? (size_t)(end - bytes) : length) != NULL;
}

static enum err begin(struct reading *r, const char *bytes, size_t length)
{
	char first = first_sign(bytes, length);

	if (zip_is(bytes, length)) {
		r->is_strange = true; /* an archive in an archive */
	} else if (first == '[' || first == '{') {
		r->elements = elements_create(r->cx, take_element, r);
	} else {
		bool is_tabs = has_tabs(bytes, length);

		return sheet_create(r->cx, is_tabs ? '\t' : ',', is_tabs ? take_tabs : take_commas,
			r, &r->sheet);
	}
	return OK;
}

static enum err feed(struct cx *cx, void *reading, const char *bytes, size_t length)
{
	struct reading *r = reading;

	if (!r->sheet && !r->elements && !r->is_strange)
		TRY(begin(r, bytes, length));
	if (r->is_strange)
		return OK;
	return r->elements ? elements_feed(cx, r->elements, bytes, length)
			   : sheet_feed(cx, r->sheet, bytes, length);
}

static enum err finish(struct cx *cx, struct reading *r)
{
	if (r->is_strange)
		return OK;
	if (r->elements)
		return elements_end(cx, r->elements);
	return r->sheet ? sheet_end(cx, r->sheet) : OK;
}

/*
 * After an error. What was read before it counts; a file of no format, and what
 * is not the file's fault, is an error.
 */
static enum err settle(struct cx *cx, struct reading *r, enum err err)
{
	struct import_left left = { .place = r->entry ? r->entry : "from there on" };

	if (err == OK || (err != ERR_INPUT && !(err == ERR_TOO_LARGE && cx->note[0])))
		return err;
	if (!r->format)
		return r->entry ? OK : err;
	left.why = arena_strdup(cx->arena, cx->note);
	return r->taker->left(cx, r->taker->arg, &left, false);
}

static void reading_begin(struct reading *r, struct cx *cx, const struct tracker_taker *taker,
	const char *entry, int64_t *rows)
{
	*r = (struct reading){ .cx = cx, .taker = taker, .entry = entry, .rows = rows };
	arena_init_child(&r->objects, cx->arena, OBJECT_CEILING);
}

static void reading_end(struct reading *r)
{
	sheet_destroy(r->sheet);
	arena_finish(&r->objects);
}

static enum err read_through(struct cx *cx, const struct input *in, struct reading *r)
{
	TRY(input_feed(cx, in, feed, r));
	return finish(cx, r);
}

static enum err read_plain(struct cx *cx, const struct input *in, const struct tracker_taker *taker,
	const char **format)
{
	struct reading r;
	int64_t rows = 0;
	enum err err;

	reading_begin(&r, cx, taker, NULL, &rows);
	err = settle(cx, &r, read_through(cx, in, &r));
	if (r.format)
		*format = r.format->title;
	reading_end(&r);
	return err;
}

/* ---- an archive ---- */

struct unpacking {
	const struct tracker_taker *taker;
	const char **format;
	struct arena arena; /* of one entry at a time */
	struct cx cx;
	struct reading reading;
	bool is_open, is_over; /* is_over: the rest of the entry is passed over */
	int64_t rows;
};

/* The type is that of struct zip_reader. */
/* cppcheck-suppress constParameterCallback */
static enum err begin_entry(struct cx *cx, void *arg, const char *name, bool *wanted)
{
	struct unpacking *u = arg;
	const char *dot = strrchr(name, '.');

	*wanted = dot && (strcasecmp(dot, ".json") == 0 || strcasecmp(dot, ".csv") == 0 ||
				 strcasecmp(dot, ".tsv") == 0);
	if (!*wanted)
		return OK;
	arena_reset(&u->arena);
	u->cx = (struct cx){ .arena = &u->arena, .now_ms = cx->now_ms };
	reading_begin(&u->reading, &u->cx, u->taker, arena_strdup(&u->arena, name), &u->rows);
	u->is_over = false;
	u->is_open = true;
	return OK;
}

static enum err settle_entry(struct cx *cx, struct unpacking *u, enum err err)
{
	if (err != OK) {
		u->is_over = true;
		err = settle(&u->cx, &u->reading, err);
	}
	return err == OK ? OK : err_note(cx, err, "%s", u->cx.note);
}

static enum err feed_entry(struct cx *cx, void *arg, const char *bytes, size_t length)
{
	struct unpacking *u = arg;

	return u->is_over ? OK : settle_entry(cx, u, feed(&u->cx, &u->reading, bytes, length));
}

static enum err finish_entry(struct cx *cx, struct unpacking *u, const char *flaw)
{
	if (!u->is_over)
		TRY(settle_entry(cx, u, finish(&u->cx, &u->reading)));
	if (!flaw || !u->reading.format)
		return OK;
	return settle_entry(cx, u, err_note(&u->cx, ERR_INPUT, "%s", flaw));
}

static enum err end_entry(struct cx *cx, void *arg, const char *flaw)
{
	struct unpacking *u = arg;
	enum err err = finish_entry(cx, u, flaw);

	if (u->reading.format)
		*u->format = u->reading.format->title;
	reading_end(&u->reading);
	u->is_open = false;
	return err;
}

static enum err read_archive(struct cx *cx, const struct input *in,
	const struct tracker_taker *taker, const char **format)
{
	enum { ENTRY_CEILING = 16 << 20 };
	struct unpacking u = { .taker = taker, .format = format };
	struct zip_reader reader = { &u, begin_entry, feed_entry, end_entry };
	enum err err;

	arena_init_child(&u.arena, cx->arena, ENTRY_CEILING);
	err = zip_read(cx, in, &reader);
	if (u.is_open)
		end_entry(cx, &u, NULL);
	arena_finish(&u.arena);
	/* What came before the damage counts. */
	if (err == ERR_INPUT && *format) {
		struct import_left left = { "from there on", NULL,
			arena_strdup(cx->arena, cx->note) };

		return taker->left(cx, taker->arg, &left, false);
	}
	return err;
}

/* ---- either ---- */

enum err tracker_file_read(struct cx *cx, const struct input *in, const struct tracker_taker *taker,
	const char **format)
{
	char start[BEGINNING];
	size_t got = 0;

	*format = NULL;
	TRY(in->read(cx, in, 0, start, sizeof(start), &got));
	if (got == 0)
		return err_note(cx, ERR_INPUT, "the file is empty");
	TRY(zip_is(start, got) ? read_archive(cx, in, taker, format)
			       : read_plain(cx, in, taker, format));
	if (*format)
		return OK;
	return err_note(cx, ERR_INPUT, "this is none of the files that can be imported (%s)",
		past_titles(cx->arena));
}
