/* SPDX-License-Identifier: MIT */
#include "shared/store/question.h"

#include "shared/db/query.h"
#include "shared/store/seen.h"

/* ---- what is known ---- */

/* Facts about items of a server have its ids alone. */
static const char *fact_name(struct cx *cx, const char *show)
{
	return arena_join(cx->arena, "lookup", " ", show);
}

static STATEMENT(show_known, "SELECT a.url, f.text, f.until_ms FROM account a"
			     " LEFT JOIN fact f ON f.integration_id = a.integration_id"
			     " AND f.item = :item WHERE a.integration_id = :id");

enum err store_show_known(struct cx *cx, struct store *s, int64_t integration_id, const char *show,
	struct show_known *out)
{
	struct query q = store_query(cx, s, &show_known);

	*out = (struct show_known){ .url = NULL };
	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":item", fact_name(cx, show));
	if (query_next(&q))
		*out = (struct show_known){
			.url = col_text(&q, 0),
			.text = col_text(&q, 1),
			.good_until_ms = col_i64(&q, 2),
		};
	return query_end(&q);
}

enum err store_show_learn(struct cx *cx, struct store *s, int64_t integration_id, const char *show,
	const struct show_known *answer)
{
	const struct fact fact = { fact_name(cx, show), answer->text, answer->good_until_ms };

	return store_fact_put(cx, s, integration_id, &fact);
}

static STATEMENT(
	show_forget, "DELETE FROM fact WHERE integration_id = :id AND item LIKE 'lookup %'");

enum err store_show_forget(struct cx *cx, struct store *s, int64_t integration_id)
{
	struct query q = store_query(cx, s, &show_forget);

	bind_i64(&q, ":id", integration_id);
	return query_run(&q);
}

/* ---- what is asked ---- */

static STATEMENT(question_others, "SELECT count(*) FROM question"
				  " WHERE integration_id = :integration AND show <> :show");

enum err store_question_room(
	struct cx *cx, struct store *s, int64_t integration_id, const char *show, bool *has_room)
{
	struct query q = store_query(cx, s, &question_others);
	int64_t others = 0;

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":show", show);
	TRY(query_number(&q, &others));
	*has_room = others < QUESTIONS_MAX;
	return OK;
}

static STATEMENT(question_get, "SELECT id FROM question WHERE integration_id = :integration"
			       " AND show = :show");

static STATEMENT(question_add, "INSERT INTO question (integration_id, show, asked_ms)"
			       " VALUES (:integration, :show, :now) RETURNING id");

enum err store_question_put(struct cx *cx, struct store *s, int64_t integration_id,
	const char *show, int64_t *id, bool *is_new)
{
	struct query q = store_query(cx, s, &question_get);

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":show", show);
	TRY(query_number(&q, id));
	*is_new = *id == 0;
	if (!*is_new)
		return OK;
	q = store_query(cx, s, &question_add);
	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":show", show);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, id);
}

static void question_read(const struct query *q, void *row)
{
	*(struct question *)row = (struct question){
		.id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.show = col_text(q, 2),
		.failures = col_i64(q, 3),
	};
}

static STATEMENT(question_next, "SELECT id, integration_id, show, failures FROM question"
				" WHERE integration_id = :integration AND id > :after"
				" AND next_ms <= :now ORDER BY id LIMIT 1");

enum err store_question_next(struct cx *cx, struct store *s, int64_t integration_id, int64_t after,
	const struct question **out)
{
	struct query q = store_query(cx, s, &question_next);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":after", after);
	bind_i64(&q, ":now", cx->now_ms);
	*out = query_row(&q, question_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(question_failed, "UPDATE question SET failures = failures + 1, next_ms = :next"
				  " WHERE id = :id");

enum err store_question_failed(
	struct cx *cx, struct store *s, const struct question *question, int64_t next_ms)
{
	struct query q = store_query(cx, s, &question_failed);

	bind_i64(&q, ":id", question->id);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

static STATEMENT(question_end, "DELETE FROM question WHERE id = :id");

enum err store_question_end(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &question_end);

	bind_i64(&q, ":id", id);
	return query_run(&q);
}

static STATEMENT(question_prune,
	"DELETE FROM question WHERE integration_id = :integration AND asked_ms <= :before"
	" AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.question_id = question.id)");

static STATEMENT(show_prune, "DELETE FROM fact WHERE integration_id = :integration"
			     " AND item LIKE 'lookup %' AND until_ms <= :before");

enum err store_question_prune(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t before_ms)
{
	struct query q = store_query(cx, s, &question_prune);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":before", before_ms);
	TRY(query_run(&q));
	q = store_query(cx, s, &show_prune);
	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":before", before_ms);
	return query_run(&q);
}

static STATEMENT(
	question_hurry, "UPDATE question SET next_ms = 0 WHERE integration_id = :integration");

static STATEMENT(account_hurry, "UPDATE account SET next_ms = 0, refused_ms = NULL"
				" WHERE integration_id = :integration AND is_pulled = 0");

enum err store_question_hurry(struct cx *cx, struct store *s, int64_t integration_id)
{
	struct query q = store_query(cx, s, &question_hurry);

	bind_i64(&q, ":integration", integration_id);
	TRY(query_run(&q));
	q = store_query(cx, s, &account_hurry);
	bind_i64(&q, ":integration", integration_id);
	return query_run(&q);
}

/* ---- what waits for it ---- */

static STATEMENT(waiting_put, "INSERT INTO waiting (delivery_id, question_id, since_ms)"
			      " VALUES (:delivery, :question, :now)"
			      " ON CONFLICT (delivery_id) DO NOTHING");

enum err store_waiting_put(struct cx *cx, struct store *s, int64_t delivery_id, int64_t question_id)
{
	struct query q = store_query(cx, s, &waiting_put);

	bind_i64(&q, ":delivery", delivery_id);
	bind_i64(&q, ":question", question_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(waiting_end, "DELETE FROM waiting WHERE delivery_id = :delivery");

enum err store_waiting_end(struct cx *cx, struct store *s, int64_t delivery_id)
{
	struct query q = store_query(cx, s, &waiting_end);

	bind_i64(&q, ":delivery", delivery_id);
	return query_run(&q);
}

static STATEMENT(waiting_list,
	"SELECT w.delivery_id FROM question q JOIN waiting w ON w.question_id = q.id"
	" JOIN delivery d ON d.id = w.delivery_id"
	" WHERE q.integration_id = :integration AND (:question = 0 OR q.id = :question)"
	" AND w.since_ms <= :before ORDER BY d.last_ms, d.id LIMIT :limit");

enum err store_waiting_list(struct cx *cx, struct store *s, const struct waiting_filter *filter,
	int64_t ids[static WAITING_LIST_MAX], size_t *count)
{
	struct query q = store_query(cx, s, &waiting_list);

	*count = 0;
	bind_i64(&q, ":integration", filter->integration_id);
	bind_i64(&q, ":question", filter->question_id);
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":limit", WAITING_LIST_MAX);
	while (*count < WAITING_LIST_MAX && query_next(&q))
		ids[(*count)++] = col_i64(&q, 0);
	return query_end(&q);
}

static STATEMENT(waiting_census, "SELECT count(*), coalesce(min(w.since_ms), 0) FROM question q"
				 " JOIN waiting w ON w.question_id = q.id"
				 " WHERE q.integration_id = :integration");

enum err store_waiting_census(
	struct cx *cx, struct store *s, int64_t integration_id, struct waiting_census *out)
{
	struct query q = store_query(cx, s, &waiting_census);

	*out = (struct waiting_census){ 0 };
	bind_i64(&q, ":integration", integration_id);
	if (query_next(&q))
		*out = (struct waiting_census){ col_i64(&q, 0), col_i64(&q, 1) };
	return query_end(&q);
}
