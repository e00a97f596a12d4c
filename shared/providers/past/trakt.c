/* SPDX-License-Identifier: MIT */
/*
 * trakt.c -- the lists of viewings in the archive that Trakt hands out. The ids
 * of an episode are its own; those of its show name it.
 */
#include "shared/providers/past.h"
#include "shared/providers/sink.h"

static const char *const keys[] = { "action", "episode", "ids", "imdb", "movie", "number", "season",
	"show", "title", "tmdb", "tvdb", "type", "watched_at", "year", NULL };

/* A list of wishes has listed_at, one of ratings rated_at. */
static bool is_row(struct cx *cx, const char *list, const struct past_row *row)
{
	(void)cx;
	return !*list &&
	       (json_is_there(row->object, "watched_at") ||
		       json_is_null(row->object, "watched_at")) &&
	       (json_is_there(row->object, "movie") || json_is_there(row->object, "episode"));
}

static void read_work(struct reader *in, struct json work, struct report *r)
{
	r->title = json_loose_str(in->cx, work, "title", REPORT_NAME_MAX);
	r->year = reader_side_int(in, work, "year", past_years);
	sink_read_ids(in, work, "ids", &r->ids);
}

static void read_item(struct reader *in, struct json object, struct report *r)
{
	struct json movie = reader_object(in, object, "movie"), episode;

	if (movie.value) {
		r->kind = KIND_MOVIE;
		read_work(in, movie, r);
		return;
	}
	r->kind = KIND_SHOW;
	read_work(in, reader_need_object(in, object, "show"), r);
	episode = reader_need_object(in, object, "episode");
	r->season = reader_int(in, episode, "season", past_episodes);
	r->episode = reader_int(in, episode, "number", past_episodes);
	r->part_title = json_loose_str(in->cx, episode, "title", REPORT_NAME_MAX);
}

static enum err read_row(struct cx *cx, const struct past_row *row, const struct past_to *to)
{
	struct reader in = { .cx = cx };
	struct past play = past_empty();
	const char *at = reader_str(&in, row->object, "watched_at", REPORT_WORD_MAX);

	read_item(&in, row->object, &play.named);
	TRY(in.err);
	TRY(past_read_time(cx, at ? at : "", &play));
	return past_tell(cx, to, &play);
}

const struct past_format past_trakt = {
	.name = "trakt",
	.title = "Trakt",
	.shape = PAST_JSON,
	.columns = keys,
	.is_row = is_row,
	.read = read_row,
};
