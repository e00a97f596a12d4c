/* SPDX-License-Identifier: MIT */
#include "shared/store/task.h"

#include "shared/db/query.h"
#include "shared/store/question.h"

#define FIRST(condition)                                                                           \
	"SELECT a.integration_id FROM account a JOIN integration i ON i.id = a.integration_id"     \
	" WHERE a.integration_id > :after AND " condition " ORDER BY a.integration_id LIMIT 1"

#define PULL_ASKED                                                                                 \
	"i.enabled = 1 AND a.is_pulled = 1 AND a.asked_ms > coalesce(a.yanked_ms, -1)"             \
	" AND a.asked_ms > coalesce(a.started_ms, -1)"

static STATEMENT(pull_broken, FIRST("a.is_pulled = 1 AND a.started_ms IS NOT NULL"
				    " AND a.started_ms > coalesce(a.yanked_ms, -1)"));

static STATEMENT(pull_asked, FIRST(PULL_ASKED));

/* A request overrides back-off and a refused key. */
static STATEMENT(pull_scheduled,
	FIRST("(i.enabled = 1 AND a.is_pulled = 1 AND a.refused_ms IS NULL AND a.next_ms <= :now"
	      " AND a.pull_next_ms <= :now OR " PULL_ASKED ")"));

static STATEMENT(test_broken,
	FIRST("a.test_started_ms IS NOT NULL AND a.test_started_ms > coalesce(a.tested_ms, -1)"));

static STATEMENT(test_asked, FIRST("a.test_asked_ms > coalesce(a.tested_ms, -1)"
				   " AND a.test_asked_ms > coalesce(a.test_started_ms, -1)"));

#define FIRST_CANDIDATE(condition)                                                                 \
	"SELECT id FROM candidate WHERE id > :after AND ended_ms IS NULL AND " condition           \
	" ORDER BY id LIMIT 1"

static STATEMENT(check_broken, FIRST_CANDIDATE("started_ms IS NOT NULL"));

static STATEMENT(check_asked, FIRST_CANDIDATE("started_ms IS NULL"));

/*
 * A question whose server may be asked now; one that nobody can be asked any
 * more; and one that nobody answered in time.
 */
static STATEMENT(lookup_due,
	"SELECT q.integration_id FROM question q JOIN integration i ON i.id = q.integration_id"
	" LEFT JOIN account a ON a.integration_id = q.integration_id"
	" WHERE q.integration_id > :after AND (a.integration_id IS NULL OR (i.enabled = 1"
	" AND a.refused_ms IS NULL AND a.next_ms <= :now AND q.next_ms <= :now)"
	" OR q.asked_ms <= :late AND (EXISTS (SELECT 1 FROM waiting w WHERE w.question_id = q.id"
	" AND w.since_ms <= :late) OR NOT EXISTS (SELECT 1 FROM waiting w"
	" WHERE w.question_id = q.id))) ORDER BY q.integration_id LIMIT 1");

static STATEMENT(
	past_due, FIRST("i.enabled = 1 AND a.past_asked_ms > coalesce(a.past_ended_ms, -1)"));

static STATEMENT(past_begin, "UPDATE account SET past_started_ms = coalesce(past_started_ms, :now)"
			     " WHERE integration_id = :id");

/* An item is on the integration's server, an address on a public host. */
static STATEMENT(picture_due,
	"SELECT i.id FROM integration i LEFT JOIN account a ON a.integration_id = i.id"
	" WHERE i.id > :after AND i.enabled = 1 AND (EXISTS (SELECT 1 FROM origin o"
	" WHERE o.integration_id = i.id AND o.address IS NOT NULL AND o.picture_ms <= :now)"
	" OR a.integration_id IS NOT NULL AND a.refused_ms IS NULL"
	" AND EXISTS (SELECT 1 FROM origin o WHERE o.integration_id = i.id"
	" AND o.item IS NOT NULL AND o.picture_ms <= :now)) ORDER BY i.id LIMIT 1");

static const struct statement *const due_statements[TASK__COUNT][3] = {
	[TASK_PULL] = { &pull_broken, &pull_asked, &pull_scheduled },
	[TASK_TEST] = { &test_broken, &test_asked, &test_asked },
	[TASK_CHECK] = { &check_broken, &check_asked, &check_asked },
	[TASK_LOOKUP] = { NULL, &lookup_due, &lookup_due },
	[TASK_PAST] = { NULL, &past_due, &past_due },
	[TASK_PICTURE] = { NULL, &picture_due, &picture_due },
};

enum err store_task_next(struct cx *cx, struct store *s, enum task_what what, enum task_due due,
	int64_t after, int64_t *id)
{
	struct query q;

	*id = 0;
	if (!due_statements[what][due])
		return OK;
	q = store_query(cx, s, due_statements[what][due]);
	bind_i64(&q, ":after", after);
	if (what == TASK_LOOKUP || what == TASK_PICTURE ||
		(what == TASK_PULL && due == TASK_SCHEDULED))
		bind_i64(&q, ":now", cx->now_ms);
	if (what == TASK_LOOKUP)
		bind_i64(&q, ":late", cx->now_ms - WAITING_MS);
	return query_number(&q, id);
}

/* A request may be of a clock that was ahead; it is answered all the same. */
static STATEMENT(pull_begin, "UPDATE account SET started_ms ="
			     " CASE WHEN asked_ms > :now THEN asked_ms ELSE :now END"
			     " WHERE integration_id = :id");

static STATEMENT(test_begin, "UPDATE account SET test_started_ms ="
			     " CASE WHEN test_asked_ms > :now THEN test_asked_ms ELSE :now END"
			     " WHERE integration_id = :id");

static STATEMENT(check_begin, "UPDATE candidate SET started_ms = :now WHERE id = :id");

static const struct statement *const begin_statements[TASK__COUNT] = {
	[TASK_PULL] = &pull_begin,
	[TASK_TEST] = &test_begin,
	[TASK_CHECK] = &check_begin,
	[TASK_PAST] = &past_begin,
};

enum err store_task_begin(struct cx *cx, struct store *s, enum task_what what, int64_t id)
{
	struct query q;

	if (!begin_statements[what])
		return OK;
	q = store_query(cx, s, begin_statements[what]);
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}
