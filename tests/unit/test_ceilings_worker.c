/* SPDX-License-Identifier: MIT */
/*
 * The tasks of the worker, with every ceiling: an allocation that fails is an
 * error of that server. A recorded Audiobookshelf answers in place of libcurl.
 */
#include "shared/actions/server.h"
#include "shared/crypto/seal.h"
#include "worker/tasks/pull.h"
#include "worker/tasks/test.h"

#include "tests/unit/ceilings.h"

/* ---- in place of shared/fetch/client.c ---- */

struct fetch {
	struct arena arena;
	void *owner;
	const char *path; /* of the request that was not answered yet, or NULL */
};

enum err fetch_create(struct cx *cx, struct fetch **out)
{
	(void)cx;
	*out = calloc(1, sizeof(**out));
	assert_non_null(*out);
	arena_init(&(*out)->arena, MIB(1));
	return OK;
}

void fetch_destroy(struct fetch *f)
{
	if (f)
		arena_finish(&f->arena);
	free(f);
}

enum err fetch_start(struct cx *cx, struct fetch *f, const struct fetch_order *order)
{
	arena_printf(cx->arena, "%s%s", order->url, order->ask.path);
	f->owner = order->owner;
	f->path = arena_strdup(&f->arena, order->ask.path);
	return OK;
}

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

bool fetch_wait(struct fetch *f, struct fetched *out)
{
	enum { SIZE = 128 << 10 };
	char name[200];
	char *text;
	FILE *file;

	if (!f->path)
		return false;
	snprintf(name, sizeof(name), "tests/fixtures/audiobookshelf/%s.json", recorded(f->path));
	file = fopen(name, "re");
	text = calloc(1, SIZE);
	assert_true(file && text);
	*out = (struct fetched){ .owner = f->owner, .hidden = text, .requests = 1 };
	out->answer = (struct answer){ .status = 200, .type = "application/json", .body = text };
	out->answer.length = fread(text, 1, SIZE - 1, file);
	fclose(file);
	f->path = NULL;
	return true;
}

void fetched_finish(struct fetched *done)
{
	free(done->hidden);
}

/* ---- the tasks ---- */

struct stage {
	struct unit *u;
	struct key key;
	const struct server *server;
};

static struct stage stage_open(struct unit *u)
{
	const struct server_change in = { .url = "https://192.0.2.7", .key = "a-key" };
	struct stage s = { .u = u };
	struct server_draft draft;
	int64_t alice = add_user(u, "alice"),
		id = add_integration(u, alice, "audiobookshelf", NULL)->id;
	const char *key_file = arena_printf(&u->arena, "%s/key", u->folder);

	MUST(server_draft(&u->cx, key_file, NULL, &in, &draft));
	draft.row.integration_id = id;
	MUST(server_seal(&u->cx, u->store, key_file, &draft));
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, server_put_draft(&u->cx, u->store, alice, &draft)));
	MUST(store_server_get(&u->cx, u->store, id, &s.server));
	MUST(seal_load_key(&u->cx, key_file, &s.key));
	return s;
}

static char note[400]; /* of the last pull */

/* With room for so many bytes more than the beginning needs. */
static enum err pull_with(struct stage *s, size_t room, size_t *wanted)
{
	const struct yank_options options = { .is_full = true, .is_dry = true };
	const struct yank_observer observer = { 0 };
	struct fetch *f = NULL;
	struct fetched got;
	struct pull *pull;
	size_t from;
	enum err err;

	assert_int_equal(fetch_create(&s->u->cx, &f), OK);
	pull = pull_create(&s->u->cx, s->u->store, &s->key, s->server, &options);
	assert_non_null(pull);
	pull->observer = &observer;
	from = pull->arena.used;
	pull->arena.ceiling = from + room;
	if (pull_ask(pull, f))
		while (fetch_wait(f, &got)) {
			bool goes_on = pull_answer(pull, f, &got);

			fetched_finish(&got);
			if (!goes_on)
				break;
		}
	err = pull->summary.err;
	snprintf(note, sizeof(note), "%s", pull->summary.note);
	assert_non_null(pull->summary.note);
	*wanted = pull->arena.wanted > 0 ? pull->arena.wanted - from : 0;
	pull_destroy(pull);
	fetch_destroy(f);
	return err;
}

static void every_pull_ends_with_any_ceiling(void **state)
{
	struct unit *u = *state;
	struct stage s = stage_open(u);
	enum { STEP = 256 };
	size_t room = 0, wanted, tries = 0;
	enum err err;

	do {
		err = pull_with(&s, room, &wanted);
		assert_false(store_in_transaction(u->store));
		assert_true(wanted == 0 || wanted > room);
		if (wanted > 0)
			assert_true(err == ERR_TOO_LARGE);
		/* JSON is refused before it fills what is left. */
		room = wanted > 0 ? wanted : room + STEP;
		tries++;
	} while (wanted > 0 || (err != OK && room < MIB(8)));
	if (err != OK)
		fail_msg("\"%s\" (%s)", err_name(err), note);
	assert_true(tries > 100);
	is_sound(u);
}

static enum err test_in_unit(struct cx *cx, void *arg)
{
	const struct stage *s = arg;

	return test_run(cx, s->u->store, &s->key, s->server->integration_id);
}

static enum err test_with(struct cx *cx, void *arg)
{
	const struct stage *s = arg;
	enum err err = unit_run(cx, MIB(64), test_in_unit, arg);

	store_settle(s->u->store);
	store_rollback(s->u->store);
	return err;
}

static void every_test_ends_with_any_ceiling(void **state)
{
	struct unit *u = *state;
	struct stage s = stage_open(u);
	size_t tries = 0;

	is_err("test", &u->cx, with_every_ceiling("test", UNIT_NOW, test_with, &s, &tries), OK);
	assert_true(tries > 10);
	is_sound(u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(every_pull_ends_with_any_ceiling),
		STORE_TEST(every_test_ends_with_any_ceiling),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
