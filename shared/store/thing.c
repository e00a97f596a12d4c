/* SPDX-License-Identifier: MIT */
/* thing.c -- the rows of table `thing`. */
#include "shared/store/thing.h"

#include "shared/store/column.h"

static const char *const choices[] = { NULL, "work", "never" };

static void thing_read(const struct query *q, void *row)
{
	struct thing *t = row;
	const char *choice = col_text_in_place(q, 8), *value = col_text(q, 10);

	*t = (struct thing){
		.id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.name = col_text(q, 2),
		.kind = col_kind(q, 3),
		.title = col_text(q, 4),
		.year = (int)col_i64_or_unsaid(q, 5),
		.tick = { col_text(q, 14), col_i64_or_unsaid(q, 6), col_i64_or_unsaid(q, 7) },
		.as.source = col_catalog(q, 9),
		.shift = { (int)col_i64(q, 11), (int)col_i64(q, 12) },
		.chosen_ms = col_i64_or_unsaid(q, 13),
		.stack = col_text(q, 15),
	};
	if (choice)
		t->choice = strcmp(choice, choices[CHOICE_WORK]) == 0 ? CHOICE_WORK : CHOICE_NEVER;
	if (value)
		snprintf(t->as.value, sizeof(t->as.value), "%s", value);
}

#define THING_COLUMNS                                                                              \
	"t.id, t.integration_id, t.name, t.kind, t.title, t.year, t.place, t.stretch, t.choice,"   \
	" t.source, t.value, t.season_shift, t.episode_shift, t.chosen_ms, t.run, t.stack"

static STATEMENT(thing_find, "SELECT " THING_COLUMNS " FROM thing t"
			     " WHERE t.integration_id = :integration AND t.name = :name");

enum err store_thing_find(
	struct cx *cx, struct store *s, int64_t integration_id, const char *name, struct thing *out)
{
	struct query q = store_query(cx, s, &thing_find);

	*out = (struct thing){ .id = 0 };
	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":name", name);
	if (query_next(&q))
		thing_read(&q, out);
	return query_end(&q);
}

static STATEMENT(thing_find_stack, "SELECT " THING_COLUMNS " FROM thing t"
				   " WHERE t.integration_id = :integration AND t.stack = :stack"
				   " ORDER BY t.id LIMIT 1");

enum err store_thing_find_stack(struct cx *cx, struct store *s, int64_t integration_id,
	const char *stack, struct thing *out)
{
	struct query q = store_query(cx, s, &thing_find_stack);

	*out = (struct thing){ .id = 0 };
	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":stack", stack);
	if (query_next(&q))
		thing_read(&q, out);
	return query_end(&q);
}

static STATEMENT(thing_add, "INSERT INTO thing (integration_id, name, kind, title, year, stack)"
			    " VALUES (:integration, :name, :kind, :title, :year, :stack)"
			    " RETURNING id");

enum err store_thing_add(struct cx *cx, struct store *s, struct thing *row)
{
	struct query q = store_query(cx, s, &thing_add);

	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":name", row->name);
	bind_kind(&q, row->kind);
	bind_text(&q, ":title", row->title);
	bind_i64_or_null(&q, ":year", row->year);
	bind_text(&q, ":stack", row->stack);
	return query_id(&q, &row->id);
}

static STATEMENT(thing_ticked, "UPDATE thing SET run = :run, place = :place, stretch = :stretch"
			       " WHERE id = :id");

enum err store_thing_ticked(struct cx *cx, struct store *s, const struct thing *row)
{
	struct query q = store_query(cx, s, &thing_ticked);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":run", row->tick.run);
	bind_i64_or_null(&q, ":place", row->tick.place);
	bind_i64_or_null(&q, ":stretch", row->tick.stretch);
	return query_run(&q);
}

static STATEMENT(thing_choose, "UPDATE thing SET choice = :choice, source = :source,"
			       " value = :value, season_shift = :season, episode_shift = :episode,"
			       " chosen_ms = :chosen WHERE id = :id");

enum err store_thing_choose(struct cx *cx, struct store *s, const struct thing *row)
{
	struct query q = store_query(cx, s, &thing_choose);
	bool is_work = row->choice == CHOICE_WORK;

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":choice", choices[row->choice]);
	bind_text(&q, ":source", is_work ? catalog_name(row->as.source) : NULL);
	bind_text(&q, ":value", is_work ? row->as.value : NULL);
	bind_i64(&q, ":season", row->shift.season);
	bind_i64(&q, ":episode", row->shift.episode);
	bind_i64_or_null(&q, ":chosen", row->choice == CHOICE_NONE ? UNSAID : row->chosen_ms);
	return query_run(&q);
}

static STATEMENT(thing_correct,
	"UPDATE thing SET value = :to WHERE choice = 'work' AND kind = :kind"
	" AND source = :source AND value = :from AND integration_id IN"
	" (SELECT i.id FROM integration i WHERE i.user_id = :user)");

enum err store_thing_correct(struct cx *cx, struct store *s, const struct thing_correction *c)
{
	struct query q = store_query(cx, s, &thing_correct);

	bind_i64(&q, ":user", c->user_id);
	bind_kind(&q, c->kind);
	bind_text(&q, ":source", catalog_name(c->source));
	bind_text(&q, ":from", c->from);
	bind_text(&q, ":to", c->to);
	return query_run(&q);
}

static STATEMENT(thing_prune, "DELETE FROM thing WHERE choice IS NULL AND NOT EXISTS"
			      " (SELECT a.delivery_id FROM delivery_about a"
			      " WHERE a.thing_id = thing.id)");

enum err store_thing_prune(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &thing_prune);

	return query_run(&q);
}

static STATEMENT(thing_of, "SELECT thing_id FROM delivery_about WHERE delivery_id = :id");

enum err store_thing_of(struct cx *cx, struct store *s, int64_t delivery_id, int64_t *thing_id)
{
	struct query q = store_query(cx, s, &thing_of);

	bind_i64(&q, ":id", delivery_id);
	return query_number(&q, thing_id);
}

/* ---- lists ---- */

/* After the columns of the thing. */
static void row_read(const struct query *q, void *to)
{
	struct thing_row *row = to;

	thing_read(q, &row->thing);
	row->user_id = col_i64(q, 16);
	row->user_name = col_text(q, 17);
	row->integration = col_text(q, 18);
	row->provider = col_text(q, 19);
	row->reports = col_i64(q, 20);
	row->deliveries = col_i64(q, 21);
	row->first_ms = col_i64_or_unsaid(q, 22);
	row->last_ms = col_i64_or_unsaid(q, 23);
	row->delivery_id = col_i64(q, 24);
}

#define ROW_COLUMNS                                                                                \
	"SELECT " THING_COLUMNS ", i.user_id, u.name, i.name, i.provider,"                         \
	" coalesce(sum(d.count), 0), count(d.id), min(d.first_ms), max(d.last_ms), max(d.id)"      \
	" FROM integration i JOIN person u ON u.id = i.user_id"                                    \
	" JOIN thing t ON t.integration_id = i.id"

#define ROW_WAITING                                                                                \
	" JOIN delivery_about a ON a.thing_id = t.id JOIN delivery d ON d.id = a.delivery_id"      \
	" WHERE t.choice IS NULL AND d.outcome = 'unmatched'"

#define ROW_NAMED                                                                                  \
	" LEFT JOIN delivery_about a ON a.thing_id = t.id"                                         \
	" LEFT JOIN delivery d ON d.id = a.delivery_id WHERE t.choice IS NOT NULL"

#define PAGE_WAITING                                                                               \
	" GROUP BY t.id, i.id, u.id HAVING :before = 0 OR max(d.last_ms) < :before"                \
	" OR (max(d.last_ms) = :before AND t.id < :id)"                                            \
	" ORDER BY max(d.last_ms) DESC, t.id DESC LIMIT :limit"

#define PAGE_NAMED                                                                                 \
	" AND (:before = 0 OR t.chosen_ms < :before OR (t.chosen_ms = :before AND t.id < :id))"    \
	" GROUP BY t.id, i.id, u.id ORDER BY t.chosen_ms DESC, t.id DESC LIMIT :limit"

static STATEMENT(thing_own_waiting, ROW_COLUMNS ROW_WAITING " AND i.user_id = :user" PAGE_WAITING);
static STATEMENT(thing_own_named, ROW_COLUMNS ROW_NAMED " AND i.user_id = :user" PAGE_NAMED);

/* Everybody's, with :user 0. */
static STATEMENT(thing_all_waiting, ROW_COLUMNS ROW_WAITING " AND i.user_id > :user" PAGE_WAITING);
static STATEMENT(thing_all_named, ROW_COLUMNS ROW_NAMED " AND i.user_id > :user" PAGE_NAMED);

static const struct statement *list_of(const struct thing_filter *filter)
{
	if (filter->user_id)
		return filter->is_named ? &thing_own_named : &thing_own_waiting;
	return filter->is_named ? &thing_all_named : &thing_all_waiting;
}

enum err store_thing_list(struct cx *cx, struct store *s, const struct thing_filter *filter,
	const struct thing_row **rows, size_t *count)
{
	struct query q = store_query(cx, s, list_of(filter));

	ASSERT(filter->limit > 0 && filter->limit <= THINGS_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":id", filter->before_id);
	bind_i64(&q, ":limit", filter->limit);
	*rows = query_rows(&q, row_read, sizeof(**rows), THINGS_MAX, count);
	return query_end(&q);
}

static STATEMENT(thing_count,
	"SELECT count(DISTINCT t.id) FROM thing t JOIN integration i ON i.id = t.integration_id"
	" JOIN delivery_about a ON a.thing_id = t.id JOIN delivery d ON d.id = a.delivery_id"
	" WHERE i.user_id = :user AND t.choice IS NULL AND d.outcome = 'unmatched'");

enum err store_thing_count(struct cx *cx, struct store *s, int64_t user_id, int64_t *count)
{
	struct query q = store_query(cx, s, &thing_count);

	bind_i64(&q, ":user", user_id);
	return query_number(&q, count);
}

static STATEMENT(thing_get, ROW_COLUMNS " LEFT JOIN delivery_about a ON a.thing_id = t.id"
					" LEFT JOIN delivery d ON d.id = a.delivery_id"
					" AND (t.choice IS NOT NULL OR d.outcome = 'unmatched')"
					" WHERE t.id = :id AND (:user = 0 OR i.user_id = :user)"
					" GROUP BY t.id, i.id, u.id");

enum err store_thing_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct thing_row **out)
{
	struct query q = store_query(cx, s, &thing_get);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	*out = query_row(&q, row_read, sizeof(**out));
	TRY(query_end(&q));
	return *out ? OK : err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

static void delivery_read(const struct query *q, void *row)
{
	*(struct thing_delivery *)row = (struct thing_delivery){
		.id = col_i64(q, 0),
		.first_ms = col_i64(q, 1),
		.accepted_ms = col_i64_or_unsaid(q, 2),
		.last_ms = col_i64(q, 3),
		.is_run = col_i64(q, 4) > 0,
		.has_accepted = col_i64(q, 5) > 0,
	};
}

static STATEMENT(thing_deliveries, "SELECT d.id, d.first_ms, d.accepted_ms, d.last_ms,"
				   " CASE WHEN d.patch IS NULL THEN 0 ELSE 1 END,"
				   " CASE WHEN d.accepted IS NULL THEN 0 ELSE 1 END"
				   " FROM delivery_about a JOIN delivery d ON d.id = a.delivery_id"
				   " JOIN delivery_body b ON b.delivery_id = d.id"
				   " WHERE a.thing_id = :thing ORDER BY d.id DESC LIMIT :limit");

enum err store_thing_deliveries(struct cx *cx, struct store *s, int64_t thing_id,
	const struct thing_delivery **rows, size_t max, size_t *count)
{
	struct query q = store_query(cx, s, &thing_deliveries);

	bind_i64(&q, ":thing", thing_id);
	bind_i64(&q, ":limit", (int64_t)max);
	*rows = query_rows(&q, delivery_read, sizeof(**rows), max, count);
	return query_end(&q);
}

static STATEMENT(thing_lowest, "SELECT min(season), min(episode) FROM delivery_about"
			       " WHERE thing_id = :thing");

enum err store_thing_lowest(struct cx *cx, struct store *s, int64_t thing_id, struct shift *out)
{
	struct query q = store_query(cx, s, &thing_lowest);

	*out = (struct shift){ UNSAID, UNSAID };
	bind_i64(&q, ":thing", thing_id);
	if (query_next(&q))
		*out = (struct shift){ (int)col_i64_or_unsaid(&q, 0),
			(int)col_i64_or_unsaid(&q, 1) };
	return query_end(&q);
}

enum err thing_tally_read(struct query *q, struct thing_tally *out)
{
	enum outcome outcome;

	*out = (struct thing_tally){ 0 };
	while (query_next(q)) {
		out->reports += col_i64(q, 1);
		out->deliveries += col_i64(q, 2);
		if (outcome_parse(col_text(q, 0), &outcome))
			out->by_outcome[outcome] += col_i64(q, 2);
	}
	return query_end(q);
}

static STATEMENT(thing_tally, "SELECT d.outcome, sum(d.count), count(*) FROM delivery_about a"
			      " JOIN delivery d ON d.id = a.delivery_id"
			      " WHERE a.thing_id = :thing GROUP BY d.outcome");

enum err store_thing_tally(
	struct cx *cx, struct store *s, int64_t thing_id, struct thing_tally *out)
{
	struct query q = store_query(cx, s, &thing_tally);

	bind_i64(&q, ":thing", thing_id);
	return thing_tally_read(&q, out);
}

static STATEMENT(thing_chosen, "SELECT count(*) FROM thing WHERE integration_id = :integration"
			       " AND choice IS NOT NULL");

enum err store_thing_chosen(struct cx *cx, struct store *s, int64_t integration_id, int64_t *count)
{
	struct query q = store_query(cx, s, &thing_chosen);

	bind_i64(&q, ":integration", integration_id);
	return query_number(&q, count);
}

#define THING_PLAYS                                                                                \
	" FROM play p JOIN item m ON m.id = p.item_id JOIN work w ON w.id = m.work_id"             \
	" WHERE p.removed_ms IS NULL AND p.id IN (SELECT x.play_id FROM delivery_about a"          \
	" JOIN delivery_play x ON x.delivery_id = a.delivery_id WHERE a.thing_id = :thing)"

static STATEMENT(thing_plays,
	"SELECT w.id, w.title, m.season, m.episode, m.title, p.state,"
	" p.share, p.updated_ms" THING_PLAYS " ORDER BY m.season, m.episode, p.id LIMIT :limit");

static void play_read(const struct query *q, void *row)
{
	*(struct thing_play *)row = (struct thing_play){
		.work_id = col_i64(q, 0),
		.title = col_text(q, 1),
		.season = (int)col_i64_or_unsaid(q, 2),
		.episode = (int)col_i64_or_unsaid(q, 3),
		.part_title = col_text(q, 4),
		.state = col_state(q, 5),
		.share = col_i64(q, 6),
		.updated_ms = col_i64(q, 7),
	};
}

enum err store_thing_plays(struct cx *cx, struct store *s, int64_t thing_id,
	const struct thing_play **rows, size_t max, size_t *count)
{
	struct query q = store_query(cx, s, &thing_plays);

	bind_i64(&q, ":thing", thing_id);
	bind_i64(&q, ":limit", (int64_t)max);
	*rows = query_rows(&q, play_read, sizeof(**rows), max, count);
	return query_end(&q);
}

static STATEMENT(thing_play_count, "SELECT count(*)" THING_PLAYS);

enum err store_thing_play_count(struct cx *cx, struct store *s, int64_t thing_id, int64_t *count)
{
	struct query q = store_query(cx, s, &thing_play_count);

	bind_i64(&q, ":thing", thing_id);
	return query_number(&q, count);
}
