/* SPDX-License-Identifier: MIT */
/*
 * row.c -- what a row of mediaProgress means.
 *
 * Its `progress` is unreliable: clients freeze it, and it stays at 1 for a book
 * that is begun again. So isFinished means finished; else position over
 * duration counts, and `progress` only without a duration. The server drops a
 * completion as soon as somebody listens again: a new listening begins when
 * isFinished is taken back, or the position moves from the end to the front.
 */
#include "shared/providers/audiobookshelf/row.h"
#include "shared/base/parse.h"

enum { AGAIN_MS = 10 * 60 * 1000 };

static int64_t positive(int64_t number)
{
	return number > 0 ? number : 0;
}

static int64_t share(struct json entry, const char *key)
{
	int64_t value = positive(json_loose_scaled(entry, key, SHARE_WHOLE));

	return value > SHARE_WHOLE ? SHARE_WHOLE : value;
}

/* Both ids go into paths. One bad row does not stop the others. */
static void read_ids(struct reader *in, struct json entry, struct abs_row *row)
{
	row->id = reader_need_str(in, entry, "id", 100);
	row->item_id = reader_need_str(in, entry, "libraryItemId", 100);
	row->episode_id = reader_str(in, entry, "episodeId", 100);
	if (row->item_id && !abs_is_id(row->item_id))
		reader_refuse(in, entry, "libraryItemId", "an id");
	if (row->episode_id && !abs_is_id(row->episode_id))
		reader_refuse(in, entry, "episodeId", "an id");
}

enum err abs_row_read(struct cx *cx, struct json entry, struct abs_row *row)
{
	struct reader in = { .cx = cx };

	*row = (struct abs_row){ .text = json_text(cx, entry) };
	read_ids(&in, entry, row);
	row->is_finished = reader_bool(&in, entry, "isFinished");
	if (in.err != OK)
		return in.err;
	row->duration = positive(json_loose_scaled(entry, "duration", SECOND));
	row->position = positive(json_loose_scaled(entry, "currentTime", SECOND));
	row->progress = share(entry, "progress");
	row->ebook = share(entry, "ebookProgress");
	row->updated_ms = positive(json_loose_scaled(entry, "lastUpdate", 1));
	row->finished_ms = positive(json_loose_scaled(entry, "finishedAt", 1));
	row->state = arena_printf(cx->arena,
		"%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, row->is_finished,
		row->finished_ms, row->position, row->duration, row->progress, row->ebook);
	row->episode.id = row->episode_id;
	return OK;
}

/* Position and duration in one unit, as the row means them. */
struct place {
	int64_t position, duration;
	int64_t units_per_ms;
	bool is_ebook;
};

static struct place place_of(const struct abs_row *row)
{
	int64_t duration = row->duration;

	if (duration == 0 && row->item)
		duration = row->item->duration;
	if (row->position > 0 && duration > 0)
		return (struct place){ row->position, duration, MICROS_PER_MS, false };
	if (row->position == 0 && row->ebook > 0)
		return (struct place){ row->ebook, SHARE_WHOLE, 0, true };
	if (row->duration > 0)
		return (struct place){ 0, duration, MICROS_PER_MS, false };
	return (struct place){ row->progress, SHARE_WHOLE, 0, false };
}

static bool is_over(const struct abs_row *row)
{
	struct place p = place_of(row);

	return row->is_finished || report_share(p.position, p.duration) >= SHARE_WHOLE / 10 * 9;
}

static const char hidden_mark[] = "hidden ";

/* A row whose item is hidden is looked at again when that may have changed. */
const char *abs_row_state(struct cx *cx, const struct abs_row *row)
{
	if (row->item->standing != ITEM_HIDDEN)
		return row->state;
	return arena_printf(cx->arena, "%s%s", hidden_mark, row->state);
}

/* Reads the text that abs_row_read made; false for any other. */
static bool read_state(const char *text, struct abs_row *was)
{
	enum { FINISHED, FINISHED_MS, POSITION, DURATION, PROGRESS, EBOOK, N };
	int64_t fields[N];

	for (size_t i = 0; i < N; i++) {
		char *end;

		fields[i] = strtoll(text, &end, 10);
		if (end == text)
			return false;
		text = end;
	}
	was->is_finished = fields[FINISHED] != 0;
	was->finished_ms = fields[FINISHED_MS];
	was->position = fields[POSITION];
	was->duration = fields[DURATION];
	was->progress = fields[PROGRESS];
	was->ebook = fields[EBOOK];
	return *text == '\0';
}

/* Finished twice, with enough time in between to hear all of it. */
static bool is_again(const struct abs_row *was, const struct abs_row *row)
{
	int64_t half_ms = row->duration / 2 / MICROS_PER_MS;

	return was->is_finished && row->is_finished && was->finished_ms > 0 &&
	       row->finished_ms - was->finished_ms > (half_ms > AGAIN_MS ? half_ms : AGAIN_MS);
}

bool abs_row_is_news(struct abs_row *row, const char *remembered)
{
	struct abs_row was = { 0 };

	if (!remembered)
		return true;
	if (strcmp(remembered, row->state) == 0)
		return false;
	if (strncmp(remembered, hidden_mark, sizeof(hidden_mark) - 1) == 0) {
		remembered += sizeof(hidden_mark) - 1;
		row->was_hidden = strcmp(remembered, row->state) == 0;
	}
	if (read_state(remembered, &was)) {
		row->was_over = is_over(&was);
		row->is_again = is_again(&was, row);
	}
	return true;
}

/*
 * A UUID is unique, so another address of the same server makes no second work.
 * Ids of older servers are unique only together with the address; one that gets
 * too long is kept without it.
 */
static void add_local(struct cx *cx, struct ids *ids, const char *server, const char *id)
{
	const char *host = strstr(server, "://");

	if (parse_is_uuid(id) ||
		!ids_add(ids, CATALOG_LOCAL,
			arena_printf(cx->arena, "%s/%s", host ? host + 3 : server, id)))
		ids_add(ids, CATALOG_LOCAL, id);
}

static void fill_ids(struct cx *cx, const struct abs_row *row, const char *server, struct report *r)
{
	const struct abs_item *item = row->item;
	/* The server takes the ASIN from folder names; it may be an ISBN. */
	bool asin_is_isbn = false;

	if (item->asin)
		asin_is_isbn = ids_add(&r->ids, CATALOG_ISBN, item->asin);
	if (item->asin && !asin_is_isbn)
		ids_add(&r->ids, CATALOG_AUDIBLE, item->asin);
	if (item->isbn)
		ids_add(&r->ids, CATALOG_ISBN, item->isbn);
	if (item->itunes)
		ids_add(&r->ids, CATALOG_ITUNES, item->itunes);
	add_local(cx, &r->ids, server, row->item_id);
}

static enum kind kind_of(const struct abs_row *row, const struct place *p)
{
	if (row->episode_id)
		return KIND_PODCAST;
	if (p->is_ebook || !(row->item->has_audio || row->position > 0))
		return KIND_BOOK;
	return KIND_AUDIOBOOK;
}

static void fill_position(const struct abs_row *row, struct report *r)
{
	struct place p = place_of(row);
	int64_t now_share = report_share(p.position, p.duration);

	r->kind = kind_of(row, &p);
	r->units_per_ms = p.units_per_ms;
	r->duration = p.duration;
	r->position = row->is_finished ? p.duration : p.position;
	r->finished = row->is_finished;
	r->is_state = true;
	r->starts_sitting = row->is_again ||
			    (row->was_over && !row->is_finished && now_share < SHARE_WHOLE / 2);
	r->basis = p.units_per_ms ? BASIS_SESSION_POSITION : BASIS_REPORTED_PERCENT;
	if (row->is_finished)
		r->basis = BASIS_EVENT_SAYS_COMPLETED;
	if (row->is_finished && row->finished_ms > 0)
		r->at_ms = row->finished_ms;
	else if (row->updated_ms > 0)
		r->at_ms = row->updated_ms;
}

static const char hidden[] = "The server does not show this item to the key's owner (or has "
			     "deleted it), so it cannot be named. It is asked again after a day.";

void abs_row_message(struct cx *cx, const struct abs_row *row, const char *server, const char *user,
	struct message *out)
{
	struct report *r = &out->report;

	out->event = row->is_finished ? "finished" : "progress";
	out->user = user;
	if (row->is_finished)
		out->ends_run = row->id;
	else
		out->run = row->id;
	fill_position(row, r);
	if (row->item->standing == ITEM_HIDDEN) {
		out->reason = REASON_NO_IDENTIFIER;
		out->detail = hidden;
		return;
	}
	fill_ids(cx, row, server, r);
	r->title = row->item->title;
	r->author = row->item->author;
	r->year = row->item->year;
	r->part = row->episode_id;
	r->part_title = row->episode.title;
	r->link = arena_printf(cx->arena, "%s/item/%s", server, row->item_id);
}
