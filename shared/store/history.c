/* SPDX-License-Identifier: MIT */
#include "shared/store/history.h"

#include "shared/base/zone.h"
#include "shared/store/column.h"

/* A longer play is a sender's mistake and would dominate a whole year. */
enum { WATCHED_MAX_HOURS = 1000, HOUR_MS = 60 * 60 * 1000 };

static int64_t watched(int64_t duration_ms, int64_t furthest)
{
	const int64_t most = (int64_t)WATCHED_MAX_HOURS * HOUR_MS;

	if (duration_ms < 0)
		return 0;
	if (duration_ms > most)
		duration_ms = most;
	return duration_ms * furthest / SHARE_WHOLE;
}

static void row_read(const struct query *q, void *to)
{
	struct history_row *row = to;

	*row = (struct history_row){
		.id = col_i64(q, 0),
		.at_ms = col_i64(q, 1),
		.duration_ms = col_i64_or_unsaid(q, 2),
		.furthest = col_i64(q, 3),
		.work_id = col_i64(q, 4),
		.kind = col_kind(q, 5),
		.title = col_text(q, 6),
		.season = (int)col_i64_or_unsaid(q, 7),
		.episode = (int)col_i64_or_unsaid(q, 8),
		.part_title = col_text(q, 9),
		.provider = col_text(q, 10),
		.integration = col_text(q, 11),
		.author = col_text(q, 12),
		.day_only = col_i64(q, 13) != 0,
	};
	row->watched_ms = watched(row->duration_ms, row->furthest);
}

/* `furthest` is how far a play counts: a completed one counts as the whole. */
#define HISTORY_SELECT(at, furthest, which)                                                        \
	"SELECT p.id, " at ", p.duration_ms, " furthest ", w.id, w.kind,"                          \
	" w.title, t.season, t.episode, t.title, coalesce(i.provider, p.gone_provider),"           \
	" coalesce(i.name, p.gone_name), w.author, p.day_only"                                     \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" LEFT JOIN integration i ON i.id = p.integration_id"                                      \
	" WHERE p.user_id = :user AND (" at ", p.id) < (:before, :before_id)"                      \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL AND " which " ORDER BY " at  \
	" DESC, p.id DESC LIMIT :limit"

/*
 * A unary plus keeps SQLite from using an index on that column: the few open
 * plays have their own.
 */
static STATEMENT(
	history_open, HISTORY_SELECT("+p.updated_ms", "p.furthest", "p.state = 'in_progress'"));

static STATEMENT(history_completed,
	HISTORY_SELECT("p.completed_ms", "1000000", "p.completed_ms IS NOT NULL"));

enum err store_history_list(struct cx *cx, struct store *s, const struct history_filter *filter,
	const struct history_row **rows, size_t *count)
{
	struct query q = store_query(
		cx, s, filter->state == PLAY_IN_PROGRESS ? &history_open : &history_completed);

	ASSERT(filter->state != PLAY_ANY);
	ASSERT(filter->limit > 0 && filter->limit <= HISTORY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_kind(&q, filter->kind);
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":before_id", filter->before_id);
	bind_i64(&q, ":limit", filter->limit);
	*rows = query_rows(&q, row_read, sizeof(**rows), HISTORY_LIST_MAX, count);
	return query_end(&q);
}

static STATEMENT(history_sources, "SELECT id, provider, name FROM integration"
				  " WHERE user_id = :user ORDER BY id");

/* The first source stands for plays without an integration. */
static enum err get_sources(
	struct cx *cx, struct store *s, int64_t user_id, struct history_sums *out)
{
	struct query q = store_query(cx, s, &history_sources);
	size_t room = 0;

	out->sources = arena_more(cx->arena, NULL, 0, &room, sizeof(*out->sources));
	out->sources[0] = (struct history_by){ 0 };
	out->source_count = 1;
	bind_i64(&q, ":user", user_id);
	while (query_next(&q)) {
		out->sources = arena_more(
			cx->arena, out->sources, out->source_count, &room, sizeof(*out->sources));
		out->sources[out->source_count++] = (struct history_by){
			.integration_id = col_i64(&q, 0),
			.provider = col_text(&q, 1),
			.name = col_text(&q, 2),
		};
	}
	return query_end(&q);
}

/* Those that are gone are known by name, and only the first ones. */
static void add_gone(struct cx *cx, struct history_sums *out, const char *name)
{
	size_t room = out->source_count;
	struct history_by *more = arena_array(cx->arena, out->source_count + 1, sizeof(*more));

	memcpy(more, out->sources, room * sizeof(*more));
	more[out->source_count++] =
		(struct history_by){ .name = arena_strdup(cx->arena, name), .is_gone = true };
	out->sources = more;
}

/* A pass in chronological order, so days are looked up one after another. */
struct walk {
	struct query q;
	const struct history_span *span;
	struct history_sums *sums;
	int64_t day, day_starts, day_ends;
	size_t source; /* of the previous row, in sums->sources */
};

static void turn_to_day(struct walk *w, int64_t at_ms)
{
	if (at_ms >= w->day_starts && at_ms < w->day_ends)
		return;
	w->day = zone_day(at_ms);
	w->day_starts = zone_day_starts(w->day);
	w->day_ends = zone_day_starts(w->day + 1);
}

static bool is_source(const struct history_by *source, int64_t integration_id, const char *gone)
{
	if (integration_id != 0 || !gone)
		return source->integration_id == integration_id && !source->is_gone;
	return source->is_gone && strcmp(source->name, gone) == 0;
}

/* Of the current row. Of many that are gone, the rest counts as unnamed. */
static struct history_sum *source_sum(struct walk *w)
{
	struct history_sums *sums = w->sums;
	int64_t integration_id = col_i64(&w->q, 3);
	const char *gone = col_text_in_place(&w->q, 5);

	if (is_source(&sums->sources[w->source], integration_id, gone))
		return &sums->sources[w->source].sum;
	for (w->source = 0; w->source < sums->source_count; w->source++)
		if (is_source(&sums->sources[w->source], integration_id, gone))
			return &sums->sources[w->source].sum;
	w->source = 0;
	if (integration_id == 0 && gone && sums->gone_count < HISTORY_GONE_MAX) {
		add_gone(w->q.cx, sums, gone);
		sums->gone_count++;
		w->source = sums->source_count - 1;
	}
	return &sums->sources[w->source].sum;
}

static void sum_add(struct history_sum *sum, enum kind kind, int64_t watched_ms, int64_t n)
{
	sum->watched_ms += watched_ms;
	if (kind_is_heard(kind))
		sum->listened_ms += watched_ms;
	sum->completed += n;
}

/* Within the span, whatever the files of the time zones say. */
static struct history_sum *day_of(const struct walk *w)
{
	int64_t day = w->day;

	if (day < w->span->first_day)
		day = w->span->first_day;
	if (day > w->span->last_day)
		day = w->span->last_day;
	return &w->sums->days[day - w->span->first_day];
}

static void count_row(struct walk *w, int64_t n)
{
	struct history_sums *sums = w->sums;
	int64_t at_ms = col_i64(&w->q, 0);
	int64_t ms = watched(col_i64_or_unsaid(&w->q, 1), col_i64(&w->q, 2));
	enum kind kind = col_kind(&w->q, 4);

	turn_to_day(w, at_ms);
	sum_add(day_of(w), kind, ms, n);
	sum_add(&sums->kinds[kind], kind, ms, n);
	sum_add(source_sum(w), kind, ms, n);
	sum_add(&sums->whole, kind, ms, n);
}

#define HISTORY_SUM(at, furthest, which)                                                           \
	"SELECT " at ", p.duration_ms, " furthest ","                                              \
	" coalesce(p.integration_id, 0), w.kind, p.gone_name"                                      \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" WHERE p.user_id = :user AND " at " >= :from AND " at " < :to"                            \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL AND " which " ORDER BY " at

static STATEMENT(
	history_sum_open, HISTORY_SUM("+p.updated_ms", "p.furthest", "p.state = 'in_progress'"));

static STATEMENT(history_sum_completed,
	HISTORY_SUM("p.completed_ms", "1000000", "p.completed_ms IS NOT NULL"));

static enum err sum_state(struct cx *cx, struct store *s, const struct history_span *span,
	enum play_state state, struct history_sums *out)
{
	struct walk w = {
		.q = store_query(cx, s,
			state == PLAY_IN_PROGRESS ? &history_sum_open : &history_sum_completed),
		.span = span,
		.sums = out,
	};

	bind_i64(&w.q, ":user", span->user_id);
	bind_kind(&w.q, span->kind);
	bind_i64(&w.q, ":from", zone_day_starts(span->first_day));
	bind_i64(&w.q, ":to", zone_day_starts(span->last_day + 1));
	while (query_next(&w.q))
		count_row(&w, state == PLAY_COMPLETED);
	return query_end(&w.q);
}

enum err store_history_sums(
	struct cx *cx, struct store *s, const struct history_span *span, struct history_sums *out)
{
	int64_t days = span->last_day - span->first_day + 1;

	if (days < 1)
		return err_note(cx, ERR_INPUT, "This period ends before it begins.");
	*out = (struct history_sums){ .first_day = span->first_day };
	out->days = arena_array(cx->arena, (size_t)days, sizeof(*out->days));
	TRY(get_sources(cx, s, span->user_id, out));
	if (span->state != PLAY_IN_PROGRESS)
		TRY(sum_state(cx, s, span, PLAY_COMPLETED, out));
	if (span->state != PLAY_COMPLETED)
		TRY(sum_state(cx, s, span, PLAY_IN_PROGRESS, out));
	return OK;
}

static STATEMENT(history_first, "SELECT min(completed_ms) FROM play WHERE user_id = :user"
				" AND completed_ms > 0 AND removed_ms IS NULL");

static STATEMENT(history_first_open, "SELECT min(updated_ms) FROM play WHERE user_id = :user"
				     " AND state = 'in_progress' AND removed_ms IS NULL");

enum err store_history_first(struct cx *cx, struct store *s, int64_t user_id, int64_t *at_ms)
{
	static const struct statement *const firsts[] = { &history_first, &history_first_open };
	enum err err = OK;

	*at_ms = UNSAID;
	for (size_t i = 0; i < NELEM(firsts) && err == OK; i++) {
		struct query q = store_query(cx, s, firsts[i]);

		bind_i64(&q, ":user", user_id);
		if (query_next(&q)) {
			int64_t first = col_i64_or_unsaid(&q, 0);

			if (*at_ms == UNSAID || (first != UNSAID && first < *at_ms))
				*at_ms = first;
		}
		err = query_end(&q);
	}
	return err;
}
