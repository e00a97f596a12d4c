/* SPDX-License-Identifier: MIT */
#include "shared/store/candidate.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static STATEMENT(candidate_prune, "DELETE FROM candidate WHERE asked_ms < :before");

static STATEMENT(candidate_add,
	"INSERT INTO candidate (user_id, provider, name, enabled, start_limit, complete_limit,"
	" url, credential, asked_ms) VALUES (:user, :provider, :name, :enabled, :start, :complete,"
	" :url, :credential, :now) RETURNING id");

enum err store_candidate_prune(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &candidate_prune);

	bind_i64(&q, ":before", cx->now_ms - CANDIDATE_KEPT_MS);
	return query_run(&q);
}

enum err store_candidate_add(struct cx *cx, struct store *s, struct candidate *row)
{
	struct query q;

	TRY(store_candidate_prune(cx, s));
	q = store_query(cx, s, &candidate_add);
	row->asked_ms = cx->now_ms;
	bind_i64(&q, ":user", row->user_id);
	bind_text(&q, ":provider", row->provider);
	bind_text(&q, ":name", row->name);
	bind_i64(&q, ":enabled", row->enabled);
	bind_i64(&q, ":start", row->limits.start);
	bind_i64(&q, ":complete", row->limits.complete);
	bind_text(&q, ":url", row->url);
	bind_bytes(&q, ":credential", row->credential.at, row->credential.length);
	bind_i64(&q, ":now", row->asked_ms);
	return query_id(&q, &row->id);
}

#define CANDIDATE_SELECT                                                                           \
	"SELECT c.id, c.user_id, p.name, c.provider, c.name, c.enabled, c.start_limit,"            \
	" c.complete_limit, c.url, c.credential, c.asked_ms, c.started_ms, c.ended_ms, c.error,"   \
	" c.error_field, c.question, c.greeting, c.holder, c.holder_id, c.integration_id"          \
	" FROM candidate c JOIN person p ON p.id = c.user_id WHERE c.id = :id"

static void candidate_read(const struct query *q, void *to)
{
	struct bytes sealed = col_bytes(q, 9);
	struct candidate *row = to;

	*row = (struct candidate){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.user_name = col_text(q, 2),
		.provider = col_text(q, 3),
		.name = col_text(q, 4),
		.enabled = col_i64(q, 5) != 0,
		.limits = { .start = (int)col_i64(q, 6), .complete = (int)col_i64(q, 7) },
		.url = col_text(q, 8),
		.credential = { .at = arena_strndup(q->cx->arena, sealed.length ? sealed.at : "",
					sealed.length),
			.length = sealed.length },
		.asked_ms = col_i64(q, 10),
		.started_ms = col_i64_or_unsaid(q, 11),
		.ended_ms = col_i64_or_unsaid(q, 12),
		.error = col_text(q, 13),
		.error_field = col_text(q, 14),
		.question = col_text(q, 15),
		.greeting = col_text(q, 16),
		.holder = col_text(q, 17),
		.holder_id = col_text(q, 18),
		.integration_id = col_i64(q, 19),
	};
}

static STATEMENT(candidate_get, CANDIDATE_SELECT);

enum err store_candidate_get(
	struct cx *cx, struct store *s, int64_t id, const struct candidate **out)
{
	struct query q = store_query(cx, s, &candidate_get);

	bind_i64(&q, ":id", id);
	*out = query_row(&q, candidate_read, sizeof(**out));
	return query_end(&q);
}

enum err store_candidate_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct candidate **out)
{
	TRY(store_candidate_get(cx, s, id, out));
	if (*out && (*out)->user_id == user_id)
		return OK;
	*out = NULL;
	return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

static STATEMENT(candidate_count,
	"SELECT count(*) FROM candidate WHERE user_id = :user AND integration_id IS NULL");

enum err store_candidate_count(struct cx *cx, struct store *s, int64_t user_id, int64_t *count)
{
	struct query q = store_query(cx, s, &candidate_count);

	bind_i64(&q, ":user", user_id);
	return query_number(&q, count);
}

static STATEMENT(candidate_end,
	"UPDATE candidate SET ended_ms = CASE WHEN started_ms > :now THEN started_ms ELSE :now END,"
	" error = :error, error_field = :field, question = :question, greeting = :greeting,"
	" holder = :holder, holder_id = :holder_id, integration_id = :integration,"
	" credential = :credential WHERE id = :id");

enum err store_candidate_end(struct cx *cx, struct store *s, const struct candidate *row)
{
	struct query q = store_query(cx, s, &candidate_end);
	size_t kept = row->integration_id ? 0 : row->credential.length;

	bind_i64(&q, ":now", cx->now_ms);
	bind_text(&q, ":error", row->error);
	bind_text(&q, ":field", row->error_field);
	bind_text(&q, ":question", row->question);
	bind_text(&q, ":greeting", row->greeting);
	bind_text(&q, ":holder", row->holder);
	bind_text(&q, ":holder_id", row->holder_id);
	bind_i64_or_null(&q, ":integration", row->integration_id ? row->integration_id : UNSAID);
	bind_bytes(&q, ":credential", row->credential.at, kept);
	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}

static STATEMENT(candidate_remove, "DELETE FROM candidate WHERE id = :id AND user_id = :user");

enum err store_candidate_remove(struct cx *cx, struct store *s, int64_t user_id, int64_t id)
{
	struct query q = store_query(cx, s, &candidate_remove);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	return query_run(&q);
}
