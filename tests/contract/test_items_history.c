/* SPDX-License-Identifier: MIT */
/* What Jellyfin says a person has watched: recorded answers, in order. */
#include "tests/contract/history.h"
#include "tests/unit/sql.h"

#define FILES FIXTURES "items-history/jellyfin-"

static const char alice[] = "aed63c54d789487d93d2a44ffb03a33a";
static const char json[] = "application/json; charset=utf-8";

/* A recorded server: which files answer which list now. */
struct recorded {
	struct unit *u;
	const char *version, *watched, *begun;
	int status; /* 0: as recorded */
	const char *type, *body;
};

static struct answer of_file(const struct recorded *r, const char *name)
{
	const char *path = arena_printf(&r->u->arena, FILES "%s-%s.json", r->version, name);
	struct bytes body = read_body(r->u, path);

	return (struct answer){
		.status = 200, .type = json, .body = body.at, .length = body.length
	};
}

static struct answer answer(void *arg, const char *path)
{
	const struct recorded *r = arg;

	if (r->status)
		return (struct answer){ .status = r->status,
			.type = r->type,
			.body = r->body,
			.length = strlen(r->body) };
	if (strstr(path, "/UserItems/Resume?")) {
		assert_non_null(strstr(path, "excludeActiveSessions=true"));
		return of_file(r, r->begun);
	}
	if (strstr(path, "ids="))
		return of_file(r, "shows");
	assert_non_null(strstr(path, "filters=IsPlayed"));
	assert_non_null(strstr(path, "&startIndex=0&"));
	return of_file(r, r->watched);
}

static struct asker begin(struct unit *u, struct recorded *r, const char *version)
{
	*r = (struct recorded){
		.u = u, .version = version, .watched = "watched", .begun = "begun"
	};
	u->cx.now_ms = INT64_C(1796104800000); /* hours after the last of them */
	return (struct asker){ .u = u,
		.integration = add_asked(u, add_user(u, version), "jellyfin", alice),
		.person = alice,
		.answer = answer,
		.arg = r };
}

static int64_t plays(struct asker *a, const char *state)
{
	return ask_sql(a->u->path,
		arena_printf(&a->u->arena,
			"SELECT count(*) FROM play WHERE user_id = %" PRId64 " AND state = '%s'",
			a->integration->user_id, state));
}

static void three_versions_one_after_the_other(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *version;
		int64_t completed, begun, completed_next;
	} rows[] = {
		/* A file with two episodes; no film without a runtime. */
		{ "10.10.7", 5, 12, 9 },
		{ "10.11.11", 6, 13, 9 },
		{ "12.0-rc5", 5, 12, 9 },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct recorded r;
		struct asker a = begin(u, &r, rows[i].version);
		int64_t completed, begun;

		ask_all(&a);
		is_err(rows[i].version, &u->cx, a.err, OK);
		completed = plays(&a, "completed");
		begun = plays(&a, "in_progress");
		/* Again: nothing is new, and each list takes one request. */
		ask_all(&a);
		is_i64(rows[i].version, "requests", (int64_t)a.requests, 2);
		is_i64(rows[i].version, "rows", (int64_t)a.rows, 0);
		r.watched = "watched-next";
		ask_all(&a);
		is_i64(rows[i].version, "next", plays(&a, "completed"), rows[i].completed_next);
		is_i64(rows[i].version, "completed", completed, rows[i].completed);
		is_i64(rows[i].version, "begun", begun, rows[i].begun);
	}
}

static void answers_that_are_none(void **state)
{
	struct unit *u = *state;
	static const struct {
		int status;
		const char *type, *body;
		enum err err;
	} rows[] = {
		{ 400, json, "{\"status\":400}", ERR_CONF },
		{ 401, "", "", ERR_AUTH },
		{ 403, "text/plain", "Error processing request.", ERR_AUTH },
		{ 404, "text/html", "<html>", ERR_CONF },
		{ 429, "", "", ERR_UPSTREAM },
		{ 500, "text/plain", "Error", ERR_UPSTREAM },
		{ 200, "text/html", "<html>", ERR_CONF },
		{ 200, json, "", ERR_UPSTREAM },
		{ 200, json, "{\"Items\":[{\"Id\":", ERR_UPSTREAM },
		{ 200, json, "[1,2]", ERR_CONF },
		{ 200, json, "{\"Items\":7}", ERR_CONF },
		{ 200, json, "{\"Items\":[]}", OK },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct recorded r;
		struct asker a = begin(u, &r, arena_printf(&u->arena, "person%zu", i));

		r.status = rows[i].status;
		r.type = rows[i].type;
		r.body = rows[i].body;
		ask_all(&a);
		is_err(rows[i].body, &u->cx, a.err, rows[i].err);
		assert_int_equal(plays(&a, "completed"), 0);
	}
}

/* What is odd in one row does not keep the others. */
static void odd_rows(void **state)
{
	struct unit *u = *state;
	struct recorded r;
	struct asker a = begin(u, &r, "odd");

	r.status = 200;
	r.type = json;
	r.body =
		"{\"TotalRecordCount\":\"x\",\"Items\":[{},7,null,{\"Id\":\"../x\",\"Type\":"
		"\"Movie\"},{\"Id\":\"1\",\"Type\":\"Movie\",\"UserData\":7},"
		"{\"Id\":\"2\",\"Type\":\"Movie\",\"Name\":\"Up\",\"RunTimeTicks\":57600260000,"
		"\"ProviderIds\":{\"Tmdb\":\"14160\"},\"UserData\":{\"Played\":true,"
		"\"LastPlayedDate\":\"yesterday\"}},"
		"{\"Id\":\"3\",\"Type\":\"Movie\",\"PartCount\":2,\"RunTimeTicks\":57600260000,"
		"\"ProviderIds\":{\"Tmdb\":\"14161\"},\"UserData\":{\"Played\":true}},"
		"{\"Id\":\"4\",\"Type\":\"Episode\",\"SeriesId\":\"9\",\"RunTimeTicks\":57600260000,"
		"\"ParentIndexNumber\":1,\"IndexNumber\":1,\"UserData\":{\"Played\":true}}]}";
	ask_all(&a);
	is_err("odd", &u->cx, a.err, OK);
	assert_string_equal(a.led_to,
		"wrong-shape wrong-shape wrong-shape wrong-shape wrong-shape reconciled "
		"no-position no-identifier wrong-shape wrong-shape wrong-shape wrong-shape "
		"wrong-shape");
	/* Nobody knows when: on no day. */
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play WHERE completed_ms = 0"), 1);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			three_versions_one_after_the_other, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(
			answers_that_are_none, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(odd_rows, unit_setup_store, unit_teardown),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
