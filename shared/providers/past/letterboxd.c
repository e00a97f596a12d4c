/* SPDX-License-Identifier: MIT */
/*
 * letterboxd.c -- the table that Letterboxd takes, which other programs write,
 * with ids; and the diary of its own export, which has titles only. Its list of
 * watched films looks like the one of wishes, and is not read.
 */
#include "shared/providers/past.h"

static enum err read_film(
	struct cx *cx, const char *title, const char *year, const char *day, struct past *play)
{
	play->named.kind = KIND_MOVIE;
	play->named.title = past_name(cx, title);
	if (!play->named.title)
		return err_note(cx, ERR_INPUT, "the title is empty");
	TRY(past_number(cx, "Year", year, past_years, &play->named.year));
	return past_read_time(cx, day, play);
}

/* ---- with ids ---- */

enum { TITLE, WATCHED, TMDB, IMDB, YEAR };

static const char *const import_columns[] = { "Title", "WatchedDate", "tmdbID", "imdbID", "Year",
	NULL };

static enum err read_id(
	struct cx *cx, const struct past_row *row, int column, enum catalog source, struct ids *ids)
{
	const char *id = row->fields[column];

	if (*id && !ids_add(ids, source, id))
		return err_note(cx, ERR_INPUT, "%s is not %s", import_columns[column],
			catalog_shape(source));
	return OK;
}

static enum err read_import(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	const char *const *f = row->fields;
	struct past play = past_empty();

	TRY(read_film(cx, f[TITLE], f[YEAR], f[WATCHED], &play));
	TRY(read_id(cx, row, TMDB, CATALOG_TMDB, &play.named.ids));
	TRY(read_id(cx, row, IMDB, CATALOG_IMDB, &play.named.ids));
	return past_tell(cx, to, &play);
}

const struct past_format past_letterboxd_import = {
	.name = "letterboxd",
	.title = "Letterboxd",
	.shape = PAST_COMMAS,
	.columns = import_columns,
	.needed = TMDB,
	.read = read_import,
};

/* ---- of its own export ---- */

enum { NAME, OWN_YEAR, URI, OWN_WATCHED };

static const char *const columns[] = { "Name", "Year", "Letterboxd URI", "Watched Date", NULL };

static enum err read_own(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	const char *const *f = row->fields;
	struct past play = past_empty();

	TRY(read_film(cx, f[NAME], f[OWN_YEAR], f[OWN_WATCHED], &play));
	return past_tell(cx, to, &play);
}

const struct past_format past_letterboxd = {
	.name = "letterboxd",
	.title = "Letterboxd",
	.shape = PAST_COMMAS,
	.columns = columns,
	.needed = NELEM(columns) - 1,
	.read = read_own,
};
