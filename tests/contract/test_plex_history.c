/* SPDX-License-Identifier: MIT */
/* What Plex says an account has watched, and what is in progress. */
#include "tests/contract/history.h"
#include "tests/unit/sql.h"

#define FILES FIXTURES "plex-history/"

struct plex {
	struct unit *u;
	int status;
	const char *type, *body; /* instead of the history; or NULL */
	const char *asked;       /* the works of the last request */
};

static struct answer of_file(const struct plex *p, const char *name)
{
	struct bytes body = read_body(p->u, arena_join(&p->u->arena, FILES, name, ".json"));

	return (struct answer){
		.status = 200, .type = "application/json", .body = body.at, .length = body.length
	};
}

static struct answer answer(void *arg, const char *path)
{
	struct plex *p = arg;

	if (strncmp(path, "/library/metadata/", 18) == 0) {
		p->asked = arena_strdup(&p->u->arena, path);
		return of_file(p, "works");
	}
	if (strncmp(path, "/library/onDeck", 15) == 0)
		return of_file(p, "on-deck");
	assert_non_null(strstr(path, "/status/sessions/history/all?accountID="));
	if (p->body)
		return (struct answer){ .status = p->status,
			.type = p->type,
			.body = p->body,
			.length = strlen(p->body) };
	return of_file(p, "history");
}

static struct asker begin(struct unit *u, struct plex *p, const char *person)
{
	*p = (struct plex){ .u = u };
	u->cx.now_ms = INT64_C(1796104800000);
	return (struct asker){ .u = u,
		.integration = add_asked(
			u, add_user(u, arena_join(&u->arena, "user", "-", person)), "plex", person),
		.person = person,
		.answer = answer,
		.arg = p };
}

static void each_viewing_of_the_history_is_a_play(void **state)
{
	struct unit *u = *state;
	struct plex p;
	struct asker a = begin(u, &p, "1");

	ask_all(&a);
	is_err("history", &u->cx, a.err, OK);
	/* The oldest first; the very first is gone from the library. */
	assert_string_equal(a.led_to, "no-identifier reconciled reconciled reconciled reconciled");
	assert_int_equal(
		ask_sql(u->path, "SELECT count(*) FROM play WHERE state = 'completed'"), 3);
	assert_int_equal(
		ask_sql(u->path, "SELECT position_ms FROM play WHERE state = 'in_progress'"),
		2304000);
	ask_all(&a);
	assert_int_equal(a.rows, 0);
	assert_int_equal(a.requests, 2);
}

static void what_is_in_progress_is_the_owners(void **state)
{
	struct unit *u = *state;
	struct plex p;
	struct asker a = begin(u, &p, "4711");

	ask_all(&a);
	is_err("history", &u->cx, a.err, OK);
	assert_int_equal(
		ask_sql(u->path, "SELECT count(*) FROM play WHERE state = 'in_progress'"), 0);
}

static void answers_that_are_none(void **state)
{
	struct unit *u = *state;
	static const char json[] = "application/json";
	static const struct {
		int status;
		const char *type, *body;
		enum err err;
	} rows[] = {
		{ 401, "text/html", "<html>", ERR_AUTH },
		{ 403, "text/html", "<html>", ERR_AUTH },
		{ 404, "text/html", "<html>", ERR_CONF },
		{ 500, "text/html", "<html>", ERR_UPSTREAM },
		{ 200, "text/html", "<html>", ERR_CONF },
		{ 200, json, "{\"MediaContainer\":{\"Metadata\":[{\"hist", ERR_UPSTREAM },
		{ 200, json, "{\"MediaContainer\":7}", ERR_CONF },
		{ 200, json,
			"{\"MediaContainer\":{\"Metadata\":[7,{},{\"type\":\"movie\"},"
			"{\"type\":\"movie\",\"ratingKey\":\"../1\"}]}}",
			OK },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct plex p;
		struct asker a = begin(u, &p, arena_printf(&u->arena, "1%zu", i));

		p.status = rows[i].status;
		p.type = rows[i].type;
		p.body = rows[i].body;
		ask_all(&a);
		is_err(rows[i].body, &u->cx, a.err, rows[i].err);
	}
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play"), 0);
}

static void who_is_there(void **state)
{
	struct unit *u = *state;
	struct plex p = { .u = u };
	const struct answer accounts = of_file(&p, "accounts");

	assert_string_equal(provider_service("plex")->people(&u->cx, &accounts),
		"{\"people\":[{\"id\":\"1\",\"name\":\"alice\"},{\"id\":\"4711\",\"name\":\"bob\"}]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_viewing_of_the_history_is_a_play, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_in_progress_is_the_owners, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(
			answers_that_are_none, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(who_is_there, unit_setup_store, unit_teardown),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
