/* SPDX-License-Identifier: MIT */
/*
 * netflix.c -- what was viewed on Netflix, by title: the table in the archive
 * of a person's data, and the short one of the account's page. Without ids,
 * nothing of it can be named.
 */
#include "shared/providers/past.h"

static enum err tell(struct cx *cx, const char *title, const char *when, const struct past_to *to)
{
	struct past play = past_empty();

	play.named.title = past_name(cx, title);
	if (!play.named.title)
		return err_note(cx, ERR_INPUT, "Title is empty");
	TRY(past_read_time(cx, when, &play));
	return past_tell(cx, to, &play);
}

enum { PROFILE, START, DURATION, TITLE, KIND };

static const char *const columns[] = { "Profile Name", "Start Time", "Duration", "Title",
	"Supplemental Video Type", NULL };

/* Trailers and the like are told apart by their type. */
static enum err read_row(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	const char *const *f = row->fields;

	return *f[KIND] ? OK : tell(cx, f[TITLE], f[START], to);
}

const struct past_format past_netflix = {
	.name = "netflix",
	.title = "Netflix",
	.shape = PAST_COMMAS,
	.columns = columns,
	.needed = NELEM(columns) - 1,
	.read = read_row,
};

static const char *const short_columns[] = { "Title", "Date", NULL };

/* Its date is written as in the country of the account, so it is not known. */
static enum err read_short(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	return tell(cx, row->fields[0], "", to);
}

const struct past_format past_netflix_short = {
	.name = "netflix",
	.title = "Netflix",
	.shape = PAST_COMMAS,
	.columns = short_columns,
	.needed = NELEM(short_columns) - 1,
	.read = read_short,
};
