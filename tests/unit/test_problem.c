/* SPDX-License-Identifier: MIT */
/* What is wrong with an integration, the worst first, and where to mend it. */
#include "shared/actions/problem.h"

#include "tests/sinks.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define FILM(ids, user)                                                                            \
	"{\"Event\":\"Play\",\"Item\":{\"Type\":\"Movie\",\"Name\":\"F\","                         \
	"\"RunTimeTicks\":1000000000,\"ProviderIds\":{" ids "}},\"User\":{\"Name\":\"" user        \
	"\"},\"Session\":{\"PlayState\":{\"PositionTicks\":500000000}}}"

static void post(struct unit *u, const struct integration *to, const char *body)
{
	struct message message =
		first_message(&u->cx, provider_sink(to->provider), body, strlen(body));

	receive(u, to, &message, (struct bytes){ body, strlen(body) });
}

static size_t problems_of(
	struct unit *u, const struct integration *of, struct problem found[PROBLEMS_MAX])
{
	const struct overview *row;
	size_t count;

	MUST(store_health_get(&u->cx, u->store, of->user_id, of->id, &row));
	MUST(problem_list(&u->cx, u->store, row, found, &count));
	return count;
}

static void is_problem(const struct problem *got, enum problem_place place, const char *begins)
{
	is_i64(begins, "place", got->place, place);
	if (strncmp(got->sentence, begins, strlen(begins)) != 0)
		fail_msg("\"%s\" does not begin with \"%s\"", got->sentence, begins);
}

static void a_sender_has_the_problems_of_its_reports(void **state)
{
	struct unit *u = *state;
	const struct integration *to = add_integration(u, add_user(u, "alice"), "jellyfin", NULL);
	struct problem found[PROBLEMS_MAX];

	is_i64("new", "problems", (int64_t)problems_of(u, to, found), 0);
	post(u, to, FILM("\"Tmdb\":\"603\"", "alice"));
	is_i64("tracked", "problems", (int64_t)problems_of(u, to, found), 0);
	post(u, to, FILM("\"Tmdb\":\"604\"", "bob"));
	post(u, to, FILM("", "alice"));
	post(u, to, "{");
	u->cx.now_ms += INT64_C(8) * 24 * 60 * 60 * 1000;
	assert_int_equal(problems_of(u, to, found), 4);
	is_problem(&found[0], PLACE_STEPS, "Nothing was received for a week");
	is_problem(&found[1], PLACE_SETTINGS, "Two accounts are heard here: alice and bob.");
	is_problem(&found[2], PLACE_DELIVERY, "1 refused, the newest: ");
	is_i64("refused", "delivery", found[2].delivery_id, 4);
	is_problem(&found[3], PLACE_DELIVERY, "1 unmatched, the newest: It carries no");
	is_i64("unmatched", "delivery", found[3].delivery_id, 3);
	run_sql(u->path, "UPDATE integration SET enabled = 0");
	is_i64("off", "problems", (int64_t)problems_of(u, to, found), 0);
}

static void a_server_has_those_of_its_runs(void **state)
{
	struct unit *u = *state;
	const struct integration *of =
		add_integration(u, add_user(u, "alice"), "audiobookshelf", NULL);
	const struct server row = { .integration_id = of->id,
		.url = "http://nas",
		.is_pulled = true,
		.credential = { "sealed", 6 },
		.greeted_ms = UNSAID };
	struct problem found[PROBLEMS_MAX];

	MUST(store_server_put(&u->cx, u->store, &row));
	is_i64("new", "problems", (int64_t)problems_of(u, of, found), 0);
	run_sql(u->path, "UPDATE account SET failures = 2, last_error = 'no answer'");
	assert_int_equal(problems_of(u, of, found), 1);
	is_problem(&found[0], PLACE_SERVER, "2 failures in a row: no answer.");
	run_sql(u->path, "UPDATE account SET failures = 1, refused_ms = 5");
	assert_int_equal(problems_of(u, of, found), 1);
	is_problem(&found[0], PLACE_KEY, "Nothing is synced: no answer.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_sender_has_the_problems_of_its_reports),
		STORE_TEST(a_server_has_those_of_its_runs),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
