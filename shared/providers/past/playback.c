/* SPDX-License-Identifier: MIT */
/*
 * playback.c -- the backup of Jellyfin's plugin "Playback Reporting": nine
 * columns with tabs between them. A tab inside of a name is not escaped, so
 * there may be more. Its ids are the server's own, which name nothing here.
 */
#include "shared/base/parse.h"
#include "shared/providers/past.h"

enum { DATE, USER, ITEM, TYPE, NAME, AFTER = 4, COLUMNS = NAME + 1 + AFTER, SKIM_SECONDS = 60 };
static const struct range seconds = { 0, 10 * 365 * 24 * 3600 };

static const struct type {
	const char *name;
	enum kind kind;
} types[] = {
	{ "Audio", KIND_NONE },
	{ "AudioBook", KIND_AUDIOBOOK },
	{ "Book", KIND_BOOK },
	{ "Episode", KIND_SHOW },
	{ "Movie", KIND_MOVIE },
};

static bool is_row(struct cx *cx, const char *list, const struct past_row *row)
{
	struct past play;

	(void)list;
	return *row->fields[DATE] && past_read_time(cx, row->fields[DATE], &play) == OK;
}

static enum kind kind_of(const char *type)
{
	for (size_t i = 0; i < NELEM(types); i++)
		if (strcasecmp(types[i].name, type) == 0)
			return types[i].kind;
	return KIND_NONE;
}

/* The name, with the tabs in it, and the number in the last column. */
static const char *read_name(struct cx *cx, const char *const *f, size_t count)
{
	const char *name = f[NAME];

	for (size_t i = NAME + 1; i + AFTER < count; i++)
		name = arena_join(cx->arena, name, " ", f[i]);
	return past_name(cx, name);
}

static enum err read_row(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	const char *const *f = row->fields;
	struct past play = past_empty();
	size_t count = 0;
	int played = 0;

	while (f[count])
		count++;
	if (count < COLUMNS)
		return err_note(
			cx, ERR_INPUT, "it ends after %zu of %d columns", count, (int)COLUMNS);
	TRY(past_number(cx, "the last column", f[count - 1], seconds, &played));
	TRY(past_read_time(cx, f[DATE], &play));
	play.named.kind = kind_of(f[TYPE]);
	if (played < SKIM_SECONDS || play.named.kind == KIND_NONE)
		return OK;
	play.named.title = read_name(cx, f, count);
	play.unnamed = "its id is one of the media server, which names nothing here";
	return past_tell(cx, to, &play);
}

const struct past_format past_playback = {
	.name = "playback-reporting",
	.title = "Playback Reporting",
	.shape = PAST_TABS,
	.needed = COLUMNS,
	.is_row = is_row,
	.read = read_row,
};
