/* SPDX-License-Identifier: MIT */
/*
 * ryot.c -- the JSON that Ryot exports: a list "metadata", where each entry has
 * a list of viewings. Its decimals are texts. An entry names a work by one id.
 */
#include "shared/providers/past.h"

/* A whole viewing; Ryot calls more than 95 % completed, as we do. */
enum { PERCENT_SCALE = SHARE_WHOLE / 100, COMPLETE = 95 * PERCENT_SCALE };

static const char *const keys[] = { "ended_on", "identifier", "lot", "podcast_episode_number",
	"progress", "seen_history", "show_episode_number", "show_season_number", "source",
	"source_id", "started_on", "state", "title", NULL };

static const struct lot {
	const char *name;
	enum kind kind;
} lots[] = {
	{ "audio_book", KIND_AUDIOBOOK },
	{ "book", KIND_BOOK },
	{ "movie", KIND_MOVIE },
	{ "podcast", KIND_PODCAST },
	{ "show", KIND_SHOW },
};

static bool is_row(struct cx *cx, const char *list, const struct past_row *row)
{
	(void)cx;
	return strcmp(list, "metadata") == 0 && json_is_there(row->object, "lot");
}

/* KIND_NONE for games, music and other things that are not kept here. */
static enum kind kind_of(const char *lot)
{
	for (size_t i = 0; i < NELEM(lots); i++)
		if (strcasecmp(lots[i].name, lot) == 0)
			return lots[i].kind;
	return KIND_NONE;
}

static void read_work(struct reader *in, struct json object, struct past *play)
{
	const char *lot = reader_need_str(in, object, "lot", REPORT_WORD_MAX);
	const char *source = reader_str(in, object, "source", REPORT_WORD_MAX);
	const char *id = reader_idtext(in, object, "identifier");
	struct report *r = &play->named;
	enum catalog catalog;

	if (in->err != OK)
		return;
	r->kind = kind_of(lot);
	r->title = json_loose_str(in->cx, object, "source_id", REPORT_NAME_MAX);
	if (!r->title)
		r->title = json_loose_str(in->cx, object, "title", REPORT_NAME_MAX);
	if (r->kind == KIND_NONE || !source || !id)
		return;
	if (catalog_parse(source, &catalog) && catalog_numbers(catalog, r->kind) &&
		!ids_add(&r->ids, catalog, id))
		reader_refuse(in, object, "identifier", catalog_shape(catalog));
	if (r->ids.count == 0)
		play->unnamed = arena_printf(in->cx->arena,
			"its id is one of \"%.40s\", which is not known here", source);
}

/* "42.5" or a number; without one it is done. */
static bool is_whole(struct reader *in, struct json seen)
{
	const char *state = json_loose_str(in->cx, seen, "state", REPORT_WORD_MAX);

	if (state && strcasecmp(state, "completed") != 0)
		return false;
	return !json_is_there(seen, "progress") ||
	       json_loose_scaled(seen, "progress", PERCENT_SCALE) > COMPLETE;
}

static enum err read_seen(
	struct cx *cx, struct json seen, const struct past *work, const struct past_to *to)
{
	struct reader in = { .cx = cx };
	struct past play = *work;
	const char *ended = reader_str(&in, seen, "ended_on", REPORT_WORD_MAX);

	play.named.season = reader_int(&in, seen, "show_season_number", past_episodes);
	play.named.episode = reader_int(&in, seen, "show_episode_number", past_episodes);
	if (play.named.kind == KIND_PODCAST)
		play.unnamed = "it numbers the episodes of a podcast, which is no id of them";
	if (play.named.kind != KIND_SHOW)
		play.named.season = play.named.episode = UNSAID;
	TRY(in.err);
	TRY(past_read_time(cx, ended ? ended : "", &play));
	return is_whole(&in, seen) ? past_tell(cx, to, &play) : OK;
}

static enum err read_row(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	struct json_walk all = json_walk(cx, row->object, "seen_history");
	struct reader in = { .cx = cx };
	struct past work = past_empty();
	struct json seen;
	enum err first = OK;
	char note[sizeof(cx->note)] = "";

	read_work(&in, row->object, &work);
	TRY(in.err);
	if (work.named.kind == KIND_NONE)
		return OK;
	/* One viewing that is wrong does not take the others with it. */
	while (json_next(&all, &seen)) {
		enum err err = read_seen(cx, seen, &work, to);

		if (err != OK && err != ERR_INPUT)
			return err;
		if (err != OK && first == OK)
			snprintf(note, sizeof(note), "%s", cx->note);
		first = first == OK ? err : first;
	}
	return first == OK ? OK : err_note(cx, first, "%s", note);
}

const struct past_format past_ryot = {
	.name = "ryot",
	.title = "Ryot",
	.shape = PAST_JSON,
	.columns = keys,
	.is_row = is_row,
	.read = read_row,
};
