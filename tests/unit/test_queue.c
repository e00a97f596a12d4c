/* SPDX-License-Identifier: MIT */
#include "shared/store/server.h"

#include "tests/unit/people.h"

/* A copy of the queue in which there is never enough memory to start a pull. */
#define queue_run   queue_run_without_memory
#define pull_create pull_without_memory
#include "worker/queue.c"

struct pull *pull_create(const struct cx *cx, struct store *s, const struct key *key,
	const struct server *server, const struct yank_options *options)
{
	(void)cx;
	(void)s;
	(void)key;
	(void)server;
	(void)options;
	return NULL;
}

struct reported {
	size_t count;
	enum err err;
	char note[400];
};

static void keep_report(void *arg, const struct yank_summary *summary)
{
	struct reported *reported = arg;

	reported->count++;
	reported->err = summary->err;
	snprintf(reported->note, sizeof(reported->note), "%s", summary->note);
}

static void a_pull_without_memory_is_reported_as_failed(void **state)
{
	struct unit *u = *state;
	const struct integration *to =
		add_integration(u, add_user(u, "alice"), "audiobookshelf", NULL);
	const struct server server = {
		.integration_id = to->id,
		.url = "http://nas",
		.credential = { "sealed", 6 },
		.greeted_ms = UNSAID,
	};
	struct reported reported = { 0 };
	const struct yank_observer observer = { .arg = &reported, .done = keep_report };
	const struct yank_options options = { .is_full = false };
	const struct key key = { { 0 } };

	MUST(store_server_put(&u->cx, u->store, &server));
	is_err(HERE, &u->cx, queue_run(&u->cx, u->store, &key, &options, &observer), ERR_CONF);
	assert_int_equal(reported.count, 1);
	assert_int_equal(reported.err, ERR_INTERNAL);
	is_text(HERE, "note", reported.note,
		arena_printf(&u->arena, "integration %" PRId64 ": no memory for a pull", to->id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_pull_without_memory_is_reported_as_failed),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
