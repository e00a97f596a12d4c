/* SPDX-License-Identifier: MIT */
#include "shared/base/conf.h"
#include "shared/store/server.h"

#include <unistd.h>

#include "tests/unit/people.h"

/* A copy of the queue in which there is never enough memory to begin a task. */
#define queue_run   queue_run_without_memory
#define task_create task_without_memory
#include "worker/queue.c"

struct task *task_create(const struct task_kind *kind, const struct worker *worker, int64_t id)
{
	(void)kind;
	(void)worker;
	(void)id;
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

static void a_task_without_memory_is_reported_as_failed(void **state)
{
	struct unit *u = *state;
	const struct integration *to =
		add_integration(u, add_user(u, "alice"), "audiobookshelf", NULL);
	const struct server server = {
		.integration_id = to->id,
		.url = "http://nas",
		.is_pulled = true,
		.credential = { "sealed", 6 },
		.greeted_ms = UNSAID,
	};
	struct reported reported = { 0 };
	const struct yank_observer observer = { .arg = &reported, .done = keep_report };
	const struct yank_options options = { .is_full = false };
	const struct conf conf = { .key_file = "" };
	const struct worker worker = { u->store, &conf, &options, &observer };
	struct queue_way way = { .wake = -1 };

	MUST(store_server_put(&u->cx, u->store, &server));
	MUST(lock_open(&u->cx, u->path, &way.locks));
	is_err(HERE, &u->cx, queue_run(&u->cx, &worker, &way), ERR_CONF);
	close(way.locks);
	assert_int_equal(reported.count, 1);
	assert_int_equal(reported.err, ERR_INTERNAL);
	is_text(HERE, "note", reported.note,
		arena_printf(&u->arena, "integration %" PRId64 ": no memory for a task", to->id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_task_without_memory_is_reported_as_failed),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
