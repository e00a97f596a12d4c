/* SPDX-License-Identifier: MIT */
/*
 * yamtrack.c -- the table that Yamtrack and Floppy export: one row a viewing. A
 * show has a row itself, then one for each season and each episode; only the
 * episodes are viewings.
 */
#include "shared/providers/past.h"

enum { ID, SOURCE, TYPE, SEASON, EPISODE, STATUS, START, END, TITLE };

static const char *const columns[] = { "media_id", "source", "media_type", "season_number",
	"episode_number", "status", "start_date", "end_date", "title", NULL };

/* What there is of each type; KIND_NONE: a show or a season as a whole. */
static const struct type {
	const char *name;
	enum kind kind;
} types[] = {
	{ "book", KIND_BOOK },
	{ "episode", KIND_SHOW },
	{ "movie", KIND_MOVIE },
	{ "season", KIND_NONE },
	{ "tv", KIND_NONE },
};

static const struct type *type_of(const char *name)
{
	for (size_t i = 0; i < NELEM(types); i++)
		if (strcasecmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

static bool is_completed(const char *status, enum kind kind)
{
	/* Episodes are listed once they are watched, mostly without one. */
	return strcasecmp(status, "completed") == 0 || (kind == KIND_SHOW && !*status);
}

static enum err read_id(struct cx *cx, const struct past_row *row, struct report *r)
{
	enum catalog source;

	/* "manual", "mal" and the like are no catalogs of ours. */
	if (!catalog_parse(row->fields[SOURCE], &source) || !catalog_numbers(source, r->kind))
		return OK;
	if (!ids_add(&r->ids, source, row->fields[ID]))
		return err_note(cx, ERR_INPUT, "media_id is not %s", catalog_shape(source));
	return OK;
}

static enum err read_row(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	const char *const *f = row->fields;
	const struct type *type = type_of(f[TYPE]);
	struct past play = past_empty();

	if (!*f[TYPE])
		return err_note(cx, ERR_INPUT, "media_type is empty");
	if (!type || type->kind == KIND_NONE || !is_completed(f[STATUS], type->kind))
		return OK;
	play.named.kind = type->kind;
	play.named.title = past_name(cx, f[TITLE]);
	TRY(read_id(cx, row, &play.named));
	TRY(past_number(cx, columns[SEASON], f[SEASON], past_episodes, &play.named.season));
	TRY(past_number(cx, columns[EPISODE], f[EPISODE], past_episodes, &play.named.episode));
	if (type->kind != KIND_SHOW)
		play.named.season = play.named.episode = UNSAID;
	TRY(past_read_time(cx, *f[END] ? f[END] : f[START], &play));
	if (play.named.ids.count == 0)
		play.unnamed = arena_printf(cx->arena,
			"its id is one of \"%.40s\", which is not known here", f[SOURCE]);
	return past_tell(cx, to, &play);
}

const struct past_format past_yamtrack = {
	.name = "yamtrack",
	.title = "Yamtrack or Floppy",
	.shape = PAST_COMMAS,
	.columns = columns,
	.needed = TITLE,
	.read = read_row,
};
