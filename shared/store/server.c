/* SPDX-License-Identifier: MIT */
#include "shared/store/server.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static void server_read(const struct query *q, void *to)
{
	struct server *row = to;
	struct bytes sealed = col_bytes(q, 2);

	*row = (struct server){
		.integration_id = col_i64(q, 0),
		.url = col_text(q, 1),
		.credential = { .at = arena_strndup(q->cx->arena, sealed.at, sealed.length),
			.length = sealed.length },
		.ca_file = col_text(q, 3),
		.etag = col_text(q, 4),
		.refused_ms = col_i64_or_unsaid(q, 5),
		.failures = col_i64(q, 6),
		.next_ms = col_i64(q, 7),
		.last_ok_ms = col_i64_or_unsaid(q, 8),
		.last_error = col_text(q, 9),
		.last_error_ms = col_i64_or_unsaid(q, 10),
		.provider = col_text(q, 11),
		.enabled = col_i64(q, 12) != 0,
		.greeted_ms = col_i64_or_unsaid(q, 13),
		.asked_ms = col_i64_or_unsaid(q, 14),
		.yanked_ms = col_i64_or_unsaid(q, 15),
		.yank_found = col_i64_or_unsaid(q, 16),
		.test_asked_ms = col_i64_or_unsaid(q, 17),
		.tested_ms = col_i64_or_unsaid(q, 18),
		.test_error = col_text(q, 19),
		.test_greeting = col_text(q, 20),
		.started_ms = col_i64_or_unsaid(q, 21),
		.test_started_ms = col_i64_or_unsaid(q, 22),
		.holder = col_text(q, 23),
		.holder_id = col_text(q, 24),
		.is_pulled = col_i64(q, 25) != 0,
		.person = col_text(q, 26),
		.person_name = col_text(q, 27),
		.pull_next_ms = col_i64(q, 28),
	};
}

/* UNSAID is before everything. */
bool server_is_asked(const struct server *a)
{
	return a->asked_ms > a->yanked_ms && a->asked_ms > a->started_ms;
}

bool server_is_test_asked(const struct server *a)
{
	return a->test_asked_ms > a->tested_ms && a->test_asked_ms > a->test_started_ms;
}

/* What began longer ago was killed in the middle of it. */
static bool is_under_way(int64_t began_ms, int64_t ended_ms, int64_t now_ms)
{
	return began_ms > ended_ms && now_ms - began_ms < SERVER_RUN_MS;
}

bool server_is_yanked(const struct server *a, int64_t now_ms)
{
	return is_under_way(a->started_ms, a->yanked_ms, now_ms);
}

bool server_is_tested(const struct server *a, int64_t now_ms)
{
	return is_under_way(a->test_started_ms, a->tested_ms, now_ms);
}

static STATEMENT(account_put,
	"INSERT INTO account (integration_id, url, credential, ca_file,"
	" greeted_ms, holder, holder_id, is_pulled, person, person_name)"
	" VALUES (:id, :url, :credential,"
	" :ca_file, :greeted, :holder, :holder_id, :pulled, :person, :person_name)"
	" ON CONFLICT (integration_id) DO UPDATE SET url = excluded.url,"
	" credential = excluded.credential, ca_file = excluded.ca_file,"
	" greeted_ms = excluded.greeted_ms,"
	" etag = NULL, refused_ms = NULL, failures = 0, next_ms = 0,"
	" last_error = NULL, last_error_ms = NULL, test_asked_ms = NULL,"
	" tested_ms = NULL, test_error = NULL, test_greeting = NULL,"
	" test_started_ms = NULL, holder = excluded.holder,"
	" holder_id = excluded.holder_id, is_pulled = excluded.is_pulled,"
	" person = excluded.person, person_name = excluded.person_name, pull_next_ms = 0");

enum err store_server_put(struct cx *cx, struct store *s, const struct server *row)
{
	struct query q = store_query(cx, s, &account_put);

	bind_i64(&q, ":id", row->integration_id);
	bind_text(&q, ":url", row->url);
	bind_bytes(&q, ":credential", row->credential.at, row->credential.length);
	bind_text(&q, ":ca_file", row->ca_file);
	bind_i64_or_null(&q, ":greeted", row->greeted_ms);
	bind_text(&q, ":holder", row->holder);
	bind_text(&q, ":holder_id", row->holder_id);
	bind_i64(&q, ":pulled", row->is_pulled);
	bind_text(&q, ":person", row->person);
	bind_text(&q, ":person_name", row->person_name);
	return query_run(&q);
}

static STATEMENT(account_remove, "DELETE FROM account WHERE integration_id = :id");

enum err store_server_remove(struct cx *cx, struct store *s, int64_t integration_id)
{
	struct query q = store_query(cx, s, &account_remove);

	bind_i64(&q, ":id", integration_id);
	return query_run(&q);
}

#define ACCOUNT_SELECT                                                                             \
	"SELECT a.integration_id, a.url, a.credential, a.ca_file, a.etag,"                         \
	" a.refused_ms, a.failures, a.next_ms, a.last_ok_ms, a.last_error,"                        \
	" a.last_error_ms, i.provider, i.enabled, a.greeted_ms, a.asked_ms,"                       \
	" a.yanked_ms, a.yank_found, a.test_asked_ms, a.tested_ms,"                                \
	" a.test_error, a.test_greeting, a.started_ms, a.test_started_ms,"                         \
	" a.holder, a.holder_id, a.is_pulled, a.person, a.person_name, a.pull_next_ms"             \
	" FROM account a JOIN integration i ON i.id = a.integration_id"

static STATEMENT(account_get, ACCOUNT_SELECT " WHERE a.integration_id = :id");

enum err store_server_get(
	struct cx *cx, struct store *s, int64_t integration_id, const struct server **out)
{
	struct query q = store_query(cx, s, &account_get);

	*out = NULL;
	bind_i64(&q, ":id", integration_id);
	if (query_next(&q)) {
		struct server *row = arena_alloc(cx->arena, sizeof(*row));

		server_read(&q, row);
		*out = row;
	}
	return query_end(&q);
}

static STATEMENT(account_own_list, ACCOUNT_SELECT " WHERE i.user_id = :user");

static STATEMENT(account_page,
	ACCOUNT_SELECT " WHERE a.integration_id > :after ORDER BY a.integration_id LIMIT :limit");

enum err store_server_page(
	struct cx *cx, struct store *s, int64_t after, const struct server **rows, size_t *count)
{
	struct query q = store_query(cx, s, &account_page);

	bind_i64(&q, ":after", after);
	bind_i64(&q, ":limit", STORE_PAGE);
	*rows = query_rows(&q, server_read, sizeof(**rows), STORE_PAGE, count);
	return query_end(&q);
}

static STATEMENT(
	account_any, "SELECT count(*) FROM (SELECT integration_id FROM account LIMIT 1) one");

enum err store_server_is_any(struct cx *cx, struct store *s, bool *is_any)
{
	struct query q = store_query(cx, s, &account_any);
	int64_t count = 0;

	TRY(query_number(&q, &count));
	*is_any = count > 0;
	return OK;
}

static STATEMENT(account_census,
	"SELECT count(*), sum(CASE WHEN a.refused_ms IS NULL AND a.failures > 0 THEN 1 ELSE 0 END),"
	" count(a.refused_ms), coalesce(min(CASE WHEN a.is_pulled = 1 THEN coalesce(a.last_ok_ms, 0) END), 0), max(a.failures)"
	" FROM account a JOIN integration i ON i.id = a.integration_id WHERE i.enabled = 1");

enum err store_server_census(struct cx *cx, struct store *s, struct server_census *out)
{
	struct query q = store_query(cx, s, &account_census);

	*out = (struct server_census){ 0 };
	if (query_next(&q))
		*out = (struct server_census){
			.enabled = col_i64(&q, 0),
			.failing = col_i64(&q, 1),
			.refused = col_i64(&q, 2),
			.oldest_ok_ms = col_i64(&q, 3),
			.most_failures = col_i64(&q, 4),
		};
	return query_end(&q);
}

static STATEMENT(account_list, ACCOUNT_SELECT " ORDER BY a.integration_id");

enum err store_server_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct server **rows, size_t *count)
{
	struct query q = store_query(cx, s, user_id ? &account_own_list : &account_list);
	struct server *list = NULL;
	size_t room = 0;

	*count = 0;
	if (user_id)
		bind_i64(&q, ":user", user_id);
	while (query_next(&q)) {
		list = arena_more(cx->arena, list, *count, &room, sizeof(*list));
		server_read(&q, &list[(*count)++]);
	}
	*rows = list;
	return query_end(&q);
}

static STATEMENT(account_ok, "UPDATE account SET etag = :etag, refused_ms = NULL, failures = 0,"
			     " next_ms = 0, last_ok_ms = :now, last_error = NULL,"
			     " last_error_ms = NULL, yank_found = :found, yanked_ms ="
			     " CASE WHEN started_ms > :now THEN started_ms ELSE :now END"
			     " WHERE integration_id = :id");

enum err store_server_ok(
	struct cx *cx, struct store *s, int64_t integration_id, const char *etag, int64_t found)
{
	struct query q = store_query(cx, s, &account_ok);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":etag", etag);
	bind_i64(&q, ":found", found);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(
	account_put_off, "UPDATE account SET pull_next_ms = :next WHERE integration_id = :id");

enum err store_server_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms)
{
	struct query q = store_query(cx, s, &account_put_off);

	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

/* The timer comes every five minutes. */
enum { AWAY_MS = 15 * 60 * 1000 };

static STATEMENT(account_hurry_people, "UPDATE account SET pull_next_ms = 0"
				       " WHERE person IS NOT NULL AND EXISTS"
				       " (SELECT 1 FROM awake WHERE last_ms < :before)");

static STATEMENT(awake_put, "INSERT INTO awake (one, last_ms) VALUES (1, :now)"
			    " ON CONFLICT (one) DO UPDATE SET last_ms = excluded.last_ms");

enum err store_server_awake(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &account_hurry_people);

	bind_i64(&q, ":before", cx->now_ms - AWAY_MS);
	TRY(query_run(&q));
	q = store_query(cx, s, &awake_put);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(account_answered,
	"UPDATE account SET refused_ms = NULL, failures = 0, next_ms = 0, last_ok_ms = :now,"
	" last_error = NULL, last_error_ms = NULL WHERE integration_id = :id");

enum err store_server_answered(struct cx *cx, struct store *s, int64_t integration_id)
{
	struct query q = store_query(cx, s, &account_answered);

	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(account_failed, "UPDATE account SET refused_ms = coalesce(:refused, refused_ms),"
				 " failures = :failures,"
				 " next_ms = :next, last_error = :error, last_error_ms = :now,"
				 " yanked_ms = CASE WHEN :run = 0 THEN yanked_ms"
				 " WHEN started_ms > :now THEN started_ms ELSE :now END"
				 " WHERE integration_id = :id");

enum err store_server_failed(
	struct cx *cx, struct store *s, int64_t integration_id, const struct failure *failure)
{
	struct query q = store_query(cx, s, &account_failed);

	bind_i64(&q, ":id", integration_id);
	bind_i64_or_null(&q, ":refused", failure->is_refused ? cx->now_ms : UNSAID);
	bind_i64(&q, ":failures", failure->failures);
	bind_i64(&q, ":next", failure->next_ms);
	bind_text(&q, ":error", failure->error);
	bind_i64(&q, ":run", failure->is_run);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(account_greeted, "UPDATE account SET greeted_ms = :now"
				  " WHERE integration_id = :id AND url = :url");

enum err store_server_greeted(
	struct cx *cx, struct store *s, int64_t integration_id, const char *url)
{
	struct query q = store_query(cx, s, &account_greeted);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":url", url);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(account_tested,
	"UPDATE account SET tested_ms ="
	" CASE WHEN test_started_ms > :now THEN test_started_ms ELSE :now END,"
	" test_error = :error,"
	" test_greeting = :greeting,"
	" holder = coalesce(:holder, holder), holder_id = coalesce(:holder_id, holder_id),"
	" greeted_ms = coalesce(:greeted, greeted_ms)"
	" WHERE integration_id = :id AND url = :url");

enum err store_server_tested(struct cx *cx, struct store *s, int64_t integration_id,
	const struct server_test *server_test)
{
	struct query q = store_query(cx, s, &account_tested);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":url", server_test->url);
	bind_text(&q, ":error", server_test->error);
	bind_text(&q, ":greeting", server_test->greeting);
	bind_text(&q, ":holder", server_test->holder);
	bind_text(&q, ":holder_id", server_test->holder_id);
	bind_i64_or_null(&q, ":greeted", server_test->is_greeted ? cx->now_ms : UNSAID);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static enum err ask(struct cx *cx, struct store *s, const struct statement *which, int64_t user_id,
	int64_t integration_id)
{
	struct query q = store_query(cx, s, which);
	enum err err;

	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_run(&q);
	if (err == OK && store_changes(s) == 0)
		err = err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	return err;
}

static STATEMENT(account_ask, "UPDATE account SET asked_ms = :now WHERE integration_id ="
			      " (SELECT id FROM integration WHERE id = :id AND user_id = :user)");

enum err store_server_ask(struct cx *cx, struct store *s, int64_t user_id, int64_t integration_id)
{
	return ask(cx, s, &account_ask, user_id, integration_id);
}

static STATEMENT(account_ask_test,
	"UPDATE account SET test_asked_ms = :now WHERE integration_id ="
	" (SELECT id FROM integration WHERE id = :id AND user_id = :user)");

enum err store_server_ask_test(
	struct cx *cx, struct store *s, int64_t user_id, int64_t integration_id)
{
	return ask(cx, s, &account_ask_test, user_id, integration_id);
}

static enum err run_for(
	struct cx *cx, struct store *s, const struct statement *which, int64_t integration_id)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":id", integration_id);
	return query_run(&q);
}

static STATEMENT(account_forget, "UPDATE account SET etag = NULL, next_ms = 0"
				 " WHERE integration_id = :id");

static STATEMENT(seen_forget, "DELETE FROM seen WHERE integration_id = :id");

static STATEMENT(fact_forget, "UPDATE fact SET until_ms = 0 WHERE integration_id = :id");

enum err store_server_forget(struct cx *cx, struct store *s, int64_t integration_id)
{
	TRY(run_for(cx, s, &account_forget, integration_id));
	TRY(run_for(cx, s, &seen_forget, integration_id));
	return run_for(cx, s, &fact_forget, integration_id);
}
