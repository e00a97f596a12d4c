/* SPDX-License-Identifier: MIT */
/*
 * The tasks of the worker, with every ceiling: an allocation that fails is an
 * error of that server. A recorded Audiobookshelf answers; nothing is sent.
 */
#include "shared/actions/candidate.h"
#include "shared/actions/server.h"
#include "worker/tasks/task.h"

#include "tests/unit/ceilings.h"

/* ---- what the server answers ---- */

static const char *recorded(const char *path)
{
	static const char *const files[][2] = {
		{ "/status", "status" },
		{ "/api/me", "me_second_user" },
		{ "/api/items/batch/get", "items_batch_get_all_books_of_me_later" },
		{ "/api/libraries", "libraries" },
	};

	for (size_t i = 0; i < NELEM(files); i++)
		if (strcmp(path, files[i][0]) == 0)
			return files[i][1];
	return "items_batch_get_unknown";
}

/* To be freed. */
static char *answer_to(const char *path, struct answer *out)
{
	enum { SIZE = 128 << 10 };
	char name[200];
	char *text = calloc(1, SIZE);
	FILE *file;

	snprintf(name, sizeof(name), "tests/fixtures/audiobookshelf/%s.json", recorded(path));
	file = fopen(name, "re");
	assert_true(file && text);
	*out = (struct answer){ .status = 200, .type = "application/json", .body = text };
	out->length = fread(text, 1, SIZE - 1, file);
	fclose(file);
	return text;
}

/* ---- the tasks ---- */

struct stage {
	struct unit *u;
	const char *key_file;
	int64_t id, check_id;
};

static struct stage stage_open(struct unit *u)
{
	const struct server_change in = { .url = "https://192.0.2.7", .key = "a-key" };
	struct stage s = { .u = u, .key_file = arena_printf(&u->arena, "%s/key", u->folder) };
	int64_t alice = add_user(u, "alice");
	struct integration another = { .user_id = alice,
		.provider = "audiobookshelf",
		.name = "Another",
		.limits = { .start = LIMIT_START, .complete = LIMIT_COMPLETE } };
	const struct conf conf = { .quota_integrations = 30 };
	struct server_draft draft;

	s.id = add_integration(u, alice, "audiobookshelf", NULL)->id;
	MUST(server_draft(&u->cx, s.key_file, NULL, &in, &draft));
	draft.row.integration_id = s.id;
	MUST(server_seal(&u->cx, u->store, s.key_file, &draft));
	MUST(store_begin(&u->cx, u->store));
	MUST(server_put_draft(&u->cx, u->store, alice, &draft));
	MUST(store_end(&u->cx, u->store,
		candidate_add(&u->cx, u->store, &conf, &another, &draft, &s.check_id)));
	return s;
}

static char note[400]; /* of the last task */

/* Until it ends or is cut. *wanted: what the arena refused, or 0. */
static void ask(struct task *task, size_t *wanted)
{
	struct fetch_order order;
	struct answer answer;
	bool goes_on = true;

	task->err = task_begin(task);
	*wanted = task->arena.wanted;
	while (task->err == OK) {
		char *text;

		task->err = task_next(task, &order, &goes_on);
		*wanted = task->arena.wanted;
		if (task->err != OK || !goes_on)
			break;
		text = answer_to(order.ask.path, &answer);
		answer.number = order.ask.number;
		task->err = task_accept(task, &answer);
		*wanted = task->arena.wanted;
		free(text);
	}
}

static enum err run_with(const struct stage *s, const struct task_kind *kind, int64_t id,
	size_t ceiling, size_t *wanted)
{
	const struct yank_options options = { .is_full = true, .is_dry = true };
	const struct yank_observer observer = { 0 };
	const struct conf conf = {
		.key_file = s->key_file, .quota_bodies = 100, .quota_integrations = 30
	};
	const struct worker worker = { s->u->store, &conf, &options, &observer };
	struct task *task = task_create(kind, &worker, id);
	enum err err;

	assert_non_null(task);
	task->ceiling = ceiling;
	ask(task, wanted);
	err = task->err;
	snprintf(note, sizeof(note), "%s", task->cx.note);
	if (task_finish(task) != err && kind == &task_pull)
		fail_msg("the end of a pull changes its result: %s", task->cx.note);
	task_destroy(task);
	return err;
}

static void ends_with_any_ceiling(struct unit *u, const struct task_kind *kind, bool is_check)
{
	struct stage s = stage_open(u);
	int64_t id = is_check ? s.check_id : s.id;
	enum { STEP = 256 };
	size_t ceiling = 0, wanted, tries = 0;
	enum err err;

	do {
		err = run_with(&s, kind, id, ceiling, &wanted);
		assert_false(store_in_transaction(u->store));
		assert_true(wanted == 0 || wanted > ceiling);
		if (wanted > 0)
			assert_int_equal(err, ERR_TOO_LARGE);
		/* JSON is refused before it fills what is left. */
		ceiling = wanted > 0 ? wanted : ceiling + STEP;
		tries++;
	} while (wanted > 0 || (err != OK && ceiling < MIB(8)));
	if (err != OK)
		fail_msg("\"%s\" (%s)", err_name(err), note);
	assert_true(tries > 10);
	is_sound(u);
}

static void every_pull_ends_with_any_ceiling(void **state)
{
	ends_with_any_ceiling(*state, &task_pull, false);
}

static void every_test_ends_with_any_ceiling(void **state)
{
	ends_with_any_ceiling(*state, &task_test, false);
}

static void every_check_ends_with_any_ceiling(void **state)
{
	ends_with_any_ceiling(*state, &task_check, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(every_pull_ends_with_any_ceiling),
		STORE_TEST(every_test_ends_with_any_ceiling),
		STORE_TEST(every_check_ends_with_any_ceiling),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
