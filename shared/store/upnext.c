/* SPDX-License-Identifier: MIT */
#include "shared/store/upnext.h"

#include "shared/store/column.h"
#include "shared/store/guide.h"
#include "shared/store/library.h"
#include "shared/store/play.h"

/* So many plays are looked at; who watched more has enough to choose from. */
enum { PLAYS_READ = 400 };

struct last {
	struct upnext row;
	bool is_open;
	int64_t playing_until_ms;
};

static void last_read(const struct query *q, void *to)
{
	struct last *last = to;

	*last = (struct last){
		.row = {
			.work_id = col_i64(q, 0),
			.title = col_text(q, 1),
			.season = (int)col_i64(q, 2),
			.episode = (int)col_i64(q, 3),
			.part_title = col_text(q, 4),
			.share = col_i64(q, 6),
			.updated_ms = col_i64(q, 7),
			.left = UNSAID,
			.air_ms = UNSAID,
		},
		.is_open = col_state(q, 5) == PLAY_IN_PROGRESS,
		.playing_until_ms = col_i64(q, 8),
	};
}

static STATEMENT(upnext_last,
	"SELECT w.id, w.title, t.season, t.episode, t.title, p.state, p.share, p.updated_ms,"
	" p.playing_until_ms"
	" FROM play p JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
	" WHERE p.user_id = :user AND p.updated_ms > :since AND p.removed_ms IS NULL"
	" AND w.kind = 'show' AND t.season > 0 AND t.episode IS NOT NULL"
	" ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit");

static enum err list_last(
	struct cx *cx, struct store *s, int64_t user_id, const struct last **rows, size_t *count)
{
	static const int64_t day_ms = 24 * 60 * 60 * 1000;
	struct query q = store_query(cx, s, &upnext_last);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":since", cx->now_ms - UPNEXT_DAYS * day_ms);
	bind_i64(&q, ":limit", PLAYS_READ);
	*rows = query_rows(&q, last_read, sizeof(**rows), PLAYS_READ, count);
	return query_end(&q);
}

static STATEMENT(upnext_after, "SELECT t.season, t.episode, t.title FROM item t"
			       " WHERE t.work_id = :work AND t.episode IS NOT NULL"
			       " AND (t.season = :season AND t.episode = :episode + 1"
			       " OR t.season = :season + 1 AND t.episode = 1)"
			       " ORDER BY t.season LIMIT 1");

/* Guesses the next episode; of the next season only if it is known. */
static enum err guess(struct cx *cx, struct store *s, struct upnext *row)
{
	struct query q = store_query(cx, s, &upnext_after);

	bind_i64(&q, ":work", row->work_id);
	bind_i64(&q, ":season", row->season);
	bind_i64(&q, ":episode", row->episode);
	row->episode++;
	row->part_title = NULL;
	row->share = UNSAID;
	if (query_next(&q)) {
		row->season = (int)col_i64(&q, 0);
		row->episode = (int)col_i64(&q, 1);
		row->part_title = col_text(&q, 2);
	}
	return query_end(&q);
}

/* The next episode; *is_over: there is none. */
static enum err move_on(
	struct cx *cx, struct store *s, int64_t user_id, struct upnext *row, bool *is_over)
{
	struct guide_episode at = { .season = row->season, .episode = row->episode };
	bool is_listed = false;

	*is_over = false;
	TRY(store_guide_has(cx, s, row->work_id, &is_listed));
	if (!is_listed)
		return guess(cx, s, row);
	TRY(store_guide_after(cx, s, user_id, row->work_id, &at, &row->left));
	*is_over = at.season == UNSAID;
	row->is_new_season = at.season > row->season;
	row->season = at.season;
	row->episode = at.episode;
	row->part_title = at.title;
	row->air_ms = at.air_ms;
	row->share = UNSAID;
	return OK;
}

/* That episode and what comes after it. */
static enum err count_left(struct cx *cx, struct store *s, int64_t user_id, struct upnext *row)
{
	struct guide_episode at = { .season = row->season, .episode = row->episode - 1 };
	bool is_listed = false;

	TRY(store_guide_has(cx, s, row->work_id, &is_listed));
	return is_listed ? store_guide_after(cx, s, user_id, row->work_id, &at, &row->left) : OK;
}

static bool has_work(const struct last *rows, size_t count, int64_t work_id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].row.work_id == work_id)
			return true;
	return false;
}

enum err store_upnext_list(struct cx *cx, struct store *s, int64_t user_id, size_t limit,
	const struct upnext **rows, size_t *count)
{
	struct upnext *list = arena_array(cx->arena, limit, sizeof(*list));
	const struct last *last = NULL;
	size_t read = 0;

	*rows = list;
	*count = 0;
	TRY(list_last(cx, s, user_id, &last, &read));
	for (size_t i = 0; i < read && *count < limit; i++) {
		bool is_over = false;
		bool is_now =
			last[i].is_open && (last[i].row.updated_ms > cx->now_ms - PLAY_NOW_MS ||
						   last[i].playing_until_ms > cx->now_ms);

		if (is_now || has_work(last, i, last[i].row.work_id))
			continue;
		list[*count] = last[i].row;
		if (last[i].is_open)
			TRY(count_left(cx, s, user_id, &list[*count]));
		else
			TRY(move_on(cx, s, user_id, &list[*count], &is_over));
		*count += !is_over;
	}
	return OK;
}
