/* SPDX-License-Identifier: MIT */
#include "shared/store/past.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static const char *const wishes[PAST__COUNT] = {
	[PAST_LOOK] = "look",
	[PAST_IMPORT] = "import",
	[PAST_SKIP] = "skip",
};

static enum past_wish parse(const char *name)
{
	for (int i = PAST_NOTHING + 1; name && i < PAST__COUNT; i++)
		if (strcmp(wishes[i], name) == 0)
			return (enum past_wish)i;
	return PAST_NOTHING;
}

static STATEMENT(past_get,
	"SELECT past, past_asked_ms, past_started_ms, past_ended_ms, past_done, past_total,"
	" past_summary, past_error, people FROM account WHERE integration_id = :id");

enum err store_past_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct past_state *out)
{
	struct query q = store_query(cx, s, &past_get);

	*out = (struct past_state){
		.asked_ms = UNSAID, .started_ms = UNSAID, .ended_ms = UNSAID, .total = UNSAID
	};
	bind_i64(&q, ":id", integration_id);
	if (query_next(&q))
		*out = (struct past_state){
			.wish = parse(col_text(&q, 0)),
			.asked_ms = col_i64_or_unsaid(&q, 1),
			.started_ms = col_i64_or_unsaid(&q, 2),
			.ended_ms = col_i64_or_unsaid(&q, 3),
			.done = col_i64(&q, 4),
			.total = col_i64_or_unsaid(&q, 5),
			.summary = col_text(&q, 6),
			.error = col_text(&q, 7),
			.people = col_text(&q, 8),
		};
	return query_end(&q);
}

static STATEMENT(past_choose,
	"UPDATE account SET person = :person, person_name = :name, is_pulled = 0,"
	" pull_next_ms = 0, past = NULL, past_asked_ms = NULL, past_started_ms = NULL,"
	" past_ended_ms = NULL, past_summary = NULL, past_error = NULL"
	" WHERE integration_id = :id");

enum err store_past_choose(struct cx *cx, struct store *s, int64_t integration_id,
	const char *person, const char *name)
{
	struct query q = store_query(cx, s, &past_choose);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":person", person);
	bind_text(&q, ":name", name);
	return query_run(&q);
}

/* Later than what ended in the same millisecond. */
static STATEMENT(past_ask,
	"UPDATE account SET past = :wish, past_asked_ms ="
	" CASE WHEN past_ended_ms >= :now THEN past_ended_ms + 1 ELSE :now END,"
	" past_started_ms = NULL, past_done = 0, past_total = NULL, past_error = NULL"
	" WHERE integration_id = :id");

enum err store_past_ask(struct cx *cx, struct store *s, int64_t integration_id, enum past_wish wish)
{
	struct query q = store_query(cx, s, &past_ask);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":wish", wishes[wish]);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(past_progress, "UPDATE account SET past_done = :done, past_total = :total"
				" WHERE integration_id = :id");

enum err store_past_progress(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t done, int64_t total)
{
	struct query q = store_query(cx, s, &past_progress);

	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":done", done);
	bind_i64_or_null(&q, ":total", total);
	return query_run(&q);
}

static STATEMENT(past_end, "UPDATE account SET past_ended_ms ="
			   " CASE WHEN past_asked_ms > :now THEN past_asked_ms ELSE :now END,"
			   " past_summary = coalesce(:summary, past_summary), past_error = :error"
			   " WHERE integration_id = :id");

enum err store_past_end(struct cx *cx, struct store *s, int64_t integration_id, const char *summary,
	const char *error)
{
	struct query q = store_query(cx, s, &past_end);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":summary", summary);
	bind_text(&q, ":error", error);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(past_open, "UPDATE account SET is_pulled = 1, pull_next_ms = 0"
			    " WHERE integration_id = :id AND person IS NOT NULL");

enum err store_past_open(struct cx *cx, struct store *s, int64_t integration_id)
{
	struct query q = store_query(cx, s, &past_open);

	bind_i64(&q, ":id", integration_id);
	return query_run(&q);
}

static STATEMENT(past_people, "UPDATE account SET people = :people WHERE integration_id = :id");

enum err store_past_people(
	struct cx *cx, struct store *s, int64_t integration_id, const char *people)
{
	struct query q = store_query(cx, s, &past_people);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":people", people);
	return query_run(&q);
}
