/* SPDX-License-Identifier: MIT */
/*
 * row.c -- what a row of mediaProgress says, and what is remembered of it.
 *
 * Its `progress` is unreliable: clients freeze it, and it stays at 1 for a book
 * that is begun again. So isFinished means finished; else position over
 * duration counts, and `progress` only without a duration.
 */
#include "shared/providers/audiobookshelf/row.h"

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
	row->id = reader_need_str(in, entry, "id", REPORT_ID_MAX);
	row->item_id = reader_need_str(in, entry, "libraryItemId", REPORT_ID_MAX);
	if (json_is_there(entry, "episodeId"))
		row->episode_id = reader_need_str(in, entry, "episodeId", REPORT_ID_MAX);
	if (row->item_id && !abs_is_id(row->item_id))
		reader_refuse(in, entry, "libraryItemId", "an id");
	if (row->episode_id && !abs_is_id(row->episode_id))
		reader_refuse(in, entry, "episodeId", "an id");
}

enum err abs_row_read(struct cx *cx, struct json entry, struct abs_row *row)
{
	struct reader in = { .cx = cx };

	*row = (struct abs_row){ .entry = entry };
	read_ids(&in, entry, row);
	row->now.is_finished = reader_bool(&in, entry, "isFinished");
	if (in.err != OK)
		return in.err;
	row->now.finished_ms = positive(json_loose_scaled(entry, "finishedAt", 1));
	row->now.duration = positive(json_loose_scaled(entry, "duration", SECOND));
	row->now.position = positive(json_loose_scaled(entry, "currentTime", SECOND));
	row->now.progress = share(entry, "progress");
	row->now.ebook = share(entry, "ebookProgress");
	row->updated_ms = positive(json_loose_scaled(entry, "lastUpdate", 1));
	row->started_ms = positive(json_loose_scaled(entry, "startedAt", 1));
	row->episode.id = row->episode_id;
	return OK;
}

/* Offline listening is finished when it is synced, long after it was heard. */
int64_t abs_row_at(const struct abs_row *row)
{
	int64_t finished_ms = row->now.is_finished ? row->now.finished_ms : 0;

	if (finished_ms == 0)
		return row->updated_ms;
	return row->updated_ms > 0 && row->updated_ms < finished_ms ? row->updated_ms : finished_ms;
}

/* ---- the place ---- */

static int64_t duration_of(const struct abs_row *row)
{
	if (row->now.duration > 0)
		return row->now.duration;
	if (row->episode_id)
		return row->episode.duration;
	return row->item ? row->item->duration : 0;
}

enum { SHARE_OVER = SHARE_WHOLE / 10 * 9 };

/*
 * An item may hold audio and an ebook. The half that moved counts; where that
 * is not known, the ebook only counts when it is at its end.
 */
static bool is_ebook(const struct abs_row *row, int64_t duration)
{
	const struct abs_state *now = &row->now, *was = &row->past.state;
	bool ebook_moved = now->ebook != was->ebook;
	bool audio_moved = now->position != was->position;

	if (now->ebook == 0)
		return false;
	if (!row->item || !row->item->has_ebook)
		return now->position == 0;
	if (row->past.is_known && audio_moved != ebook_moved)
		return ebook_moved;
	return now->position == 0 ||
	       (now->ebook >= SHARE_OVER && report_share(now->position, duration) < now->ebook);
}

struct abs_place abs_row_place(const struct abs_row *row)
{
	int64_t duration = duration_of(row);

	if (row->now.is_finished && duration > 0)
		return (struct abs_place){ duration, duration, MICROS_PER_MS };
	if (is_ebook(row, duration))
		return (struct abs_place){ row->now.ebook, SHARE_WHOLE, 0 };
	if (row->now.position > 0 && duration > 0)
		return (struct abs_place){ row->now.position, duration, MICROS_PER_MS };
	if (row->now.duration > 0)
		return (struct abs_place){ 0, duration, MICROS_PER_MS };
	return (struct abs_place){ row->now.progress, SHARE_WHOLE, 0 };
}

bool abs_row_is_over(const struct abs_row *row)
{
	struct abs_place p = abs_row_place(row);

	return row->now.is_finished || report_share(p.position, p.duration) >= SHARE_OVER;
}

const char *abs_row_part(const struct abs_row *row)
{
	return row->episode.guid ? row->episode.guid : row->episode_id;
}

/* ---- what is remembered ---- */

static const char hidden_mark[] = "hidden ";

enum { FINISHED, FINISHED_MS, POSITION, DURATION, PROGRESS, EBOOK, AT_MS, WAS_OVER, PRINT, N };

/* A row whose item is hidden is looked at again when that may have changed. */
const char *abs_row_state(struct cx *cx, const struct abs_row *row)
{
	const struct abs_state *now = &row->now;
	bool is_hidden = row->item->standing == ITEM_HIDDEN;

	return arena_printf(cx->arena,
		"%s%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
		" %d %" PRIu64,
		is_hidden ? hidden_mark : "", now->is_finished, now->finished_ms, now->position,
		now->duration, now->progress, now->ebook, abs_row_at(row),
		row->past.was_over || abs_row_is_over(row),
		is_hidden ? row->past.print : abs_item_print(row->item));
}

/* Reads such a text; the last three are missing in those of old versions. */
static bool read_past(const char *text, struct abs_past *past)
{
	int64_t fields[N] = { 0 };
	size_t count = 0;

	for (; count < N && *text; count++) {
		char *end;

		fields[count] = strtoll(text, &end, 10);
		if (end == text)
			return false;
		text = end;
	}
	past->state = (struct abs_state){
		.is_finished = fields[FINISHED] != 0,
		.finished_ms = fields[FINISHED_MS],
		.position = fields[POSITION],
		.duration = fields[DURATION],
		.progress = fields[PROGRESS],
		.ebook = fields[EBOOK],
	};
	past->at_ms = fields[AT_MS];
	past->was_over = fields[WAS_OVER] != 0;
	past->print = (uint64_t)fields[PRINT];
	return *text == '\0' && (count == N || count == AT_MS);
}

static bool is_same(const struct abs_state *a, const struct abs_state *b)
{
	return a->is_finished == b->is_finished && a->finished_ms == b->finished_ms &&
	       a->duration == b->duration && a->position == b->position &&
	       a->progress == b->progress && a->ebook == b->ebook;
}

/* Was it over, as far as the row alone tells? For texts of old versions. */
static bool was_over(const struct abs_row *row)
{
	struct abs_row was = { .now = row->past.state };

	return row->past.was_over || abs_row_is_over(&was);
}

void abs_row_compare(struct abs_row *row, const char *remembered)
{
	struct abs_past past = { 0 };

	row->is_news = true;
	if (!remembered)
		return;
	past.was_hidden = strncmp(remembered, hidden_mark, sizeof(hidden_mark) - 1) == 0;
	if (!read_past(remembered + (past.was_hidden ? sizeof(hidden_mark) - 1 : 0), &past))
		return;
	past.is_known = !past.was_hidden;
	row->past = past;
	row->past.was_over = was_over(row);
	row->is_news = !is_same(&row->now, &past.state);
}
