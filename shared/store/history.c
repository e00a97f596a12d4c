/* SPDX-License-Identifier: MIT */
#include "shared/store/history.h"

#include "shared/base/zone.h"
#include "shared/progress/spent.h"
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

/* A pass over plays, which adds each to the days on which it was played. */
struct walk {
	struct query q;
	const struct history_span *span;
	struct history_sums *sums;
	int64_t *starts; /* of each day of the span, and of the one after; UNSAID: not asked yet */
	int64_t day;     /* of the previous row, in the span */
	size_t source;   /* of that row, in sums->sources */
};

static int64_t day_starts(const struct walk *w, int64_t at)
{
	if (w->starts[at] == UNSAID)
		w->starts[at] = zone_day_starts(w->span->first_day + at);
	return w->starts[at];
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

/* The day of the span, whatever the files of the time zones say. */
static int64_t day_at(struct walk *w, int64_t ms)
{
	int64_t day;

	if (ms >= day_starts(w, w->day) && ms < day_starts(w, w->day + 1))
		return w->day;
	day = zone_day(ms);
	if (day < w->span->first_day)
		day = w->span->first_day;
	if (day > w->span->last_day)
		day = w->span->last_day;
	w->day = day - w->span->first_day;
	return w->day;
}

static void sum_add(struct walk *w, int64_t day, enum kind kind, struct history_sum more)
{
	struct history_sums *sums = w->sums;
	struct history_sum *const all[] = { &sums->days[day], &sums->kinds[kind], source_sum(w),
		&sums->whole };

	more.listened_ms = kind_is_heard(kind) ? more.watched_ms : 0;
	for (size_t i = 0; i < NELEM(all); i++) {
		all[i]->watched_ms += more.watched_ms;
		all[i]->listened_ms += more.listened_ms;
		all[i]->completed += more.completed;
	}
}

static void count_row(struct walk *w, int64_t n)
{
	int64_t days = w->span->last_day - w->span->first_day + 1;
	int64_t at_ms = col_i64(&w->q, 0);
	enum kind kind = col_kind(&w->q, 4);
	struct spent spent = spent_of(kind, col_i64(&w->q, 6), at_ms,
		watched(col_i64_or_unsaid(&w->q, 1), col_i64(&w->q, 2)));
	int64_t day = day_at(w, spent.begun_ms);

	if (at_ms >= day_starts(w, 0) && at_ms < day_starts(w, days))
		sum_add(w, day_at(w, at_ms), kind, (struct history_sum){ .completed = n });
	for (; day < days && day_starts(w, day) <= at_ms; day++)
		sum_add(w, day, kind,
			(struct history_sum){
				.watched_ms = spent_between(
					&spent, day_starts(w, day), day_starts(w, day + 1)) });
}

/* What a day has too much of was imported, or reported at once. */
static void cap_days(const struct walk *w, int64_t count)
{
	for (int64_t i = 0; i < count; i++) {
		struct history_sum *day = &w->sums->days[i];
		int64_t most = day->watched_ms > HOUR_MS ? day_starts(w, i + 1) - day_starts(w, i)
							 : HOUR_MS;

		if (day->watched_ms <= most)
			continue;
		w->sums->unplaced_ms += day->watched_ms - most;
		day->watched_ms = most;
		if (day->listened_ms > most)
			day->listened_ms = most;
	}
}

#define HISTORY_SUM(at, furthest, which)                                                           \
	"SELECT " at ", p.duration_ms, " furthest ","                                              \
	" coalesce(p.integration_id, 0), w.kind, p.gone_name, p.started_ms"                        \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" WHERE p.user_id = :user AND " at " >= :from AND " at " < :until"                         \
	" AND p.started_ms < :to AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL"      \
	" AND " which " ORDER BY " at

static STATEMENT(
	history_sum_open, HISTORY_SUM("+p.updated_ms", "p.furthest", "p.state = 'in_progress'"));

static STATEMENT(history_sum_completed,
	HISTORY_SUM("p.completed_ms", "1000000", "p.completed_ms IS NOT NULL"));

/* Few plays last for more than a day; they have an index of their own. */
static STATEMENT(history_sum_long,
	HISTORY_SUM("p.completed_ms", "1000000", "p.completed_ms - p.started_ms > 86400000"));

/* Plays that ended within these moments and began before the span ends. */
static enum err sum_plays(struct cx *cx, struct store *s, struct walk *w,
	const struct statement *which, const int64_t within[static 2])
{
	int64_t days = w->span->last_day - w->span->first_day + 1;

	w->q = store_query(cx, s, which);
	bind_i64(&w->q, ":user", w->span->user_id);
	bind_kind(&w->q, w->span->kind);
	bind_i64(&w->q, ":from", within[0]);
	bind_i64(&w->q, ":until", within[1]);
	bind_i64(&w->q, ":to", day_starts(w, days));
	while (query_next(&w->q))
		count_row(w, which != &history_sum_open);
	return query_end(&w->q);
}

/* A play that ended after the span may have begun in it: as spent.h says. */
static enum err sum_all(struct cx *cx, struct store *s, struct walk *w)
{
	static const int64_t day_ms = 24 * HOUR_MS;
	int64_t days = w->span->last_day - w->span->first_day + 1;
	int64_t from = day_starts(w, 0), to = day_starts(w, days);

	if (w->span->state != PLAY_IN_PROGRESS) {
		TRY(sum_plays(cx, s, w, &history_sum_completed, (int64_t[]){ from, to + day_ms }));
		TRY(sum_plays(cx, s, w, &history_sum_long,
			(int64_t[]){ to + day_ms, to + SPENT_DAYS * day_ms }));
	}
	if (w->span->state != PLAY_COMPLETED)
		TRY(sum_plays(cx, s, w, &history_sum_open, (int64_t[]){ from, INT64_MAX }));
	return OK;
}

enum err store_history_sums(
	struct cx *cx, struct store *s, const struct history_span *span, struct history_sums *out)
{
	int64_t days = span->last_day - span->first_day + 1;
	struct walk w = { .span = span, .sums = out };

	if (days < 1)
		return err_note(cx, ERR_INPUT, "This period ends before it begins.");
	*out = (struct history_sums){ .first_day = span->first_day };
	out->days = arena_array(cx->arena, (size_t)days, sizeof(*out->days));
	w.starts = arena_array(cx->arena, (size_t)days + 1, sizeof(*w.starts));
	for (int64_t i = 0; i <= days; i++)
		w.starts[i] = UNSAID;
	TRY(get_sources(cx, s, span->user_id, out));
	TRY(sum_all(cx, s, &w));
	cap_days(&w, days);
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
