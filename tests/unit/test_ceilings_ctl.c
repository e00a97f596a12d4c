/* SPDX-License-Identifier: MIT */
/*
 * Every command of ryotctl's table, with every ceiling: an allocation that
 * fails is an error of that command, and leaves no transaction half done.
 */
#include "ctl/command.h"
#include "shared/actions/naming.h"
#include "shared/actions/server.h"
#include "shared/crypto/password.h"
#include "shared/fetch/client.h"
#include "shared/providers/provider.h"

#include "tests/unit/ceilings.h"

#include <fcntl.h>

/* ---- in place of what takes its time, and of the network ---- */

enum err password_check(struct cx *cx, const char *password)
{
	(void)cx;
	(void)password;
	return OK;
}

enum err password_hash(struct cx *cx, const char *password, char hash[static PASSWORD_HASH_TEXT])
{
	(void)cx;
	snprintf(hash, PASSWORD_HASH_TEXT, "%s", password);
	return OK;
}

bool password_verify(const char *hash, const char *password)
{
	return hash && strcmp(hash, password) == 0;
}

enum err fetch_create(struct cx *cx, struct fetch **out)
{
	*out = NULL;
	return err_note(cx, ERR_UPSTREAM, "there is no network");
}

void fetch_destroy(struct fetch *f)
{
	(void)f;
}

enum err fetch_start(struct cx *cx, struct fetch *f, const struct fetch_order *order)
{
	(void)f;
	(void)order;
	return err_note(cx, ERR_UPSTREAM, "there is no network");
}

bool fetch_wait(struct fetch *f, struct fetched *out)
{
	(void)f;
	(void)out;
	return false;
}

enum fetch_event fetch_wait_for(struct fetch *f, int fd, int ms, struct fetched *out)
{
	(void)f;
	(void)fd;
	(void)ms;
	(void)out;
	return FETCH_QUIET;
}

void fetched_finish(struct fetched *done)
{
	(void)done;
}

/* ---- the lines that are typed ---- */

/* FOLDER stands for the folder of the test. */
static const struct typed {
	const struct command *command;
	const char *words[9];
	enum err want;
} lines[] = {
	/* clang-format off */
	{ &command_backup, { "--force", "FOLDER/new.db" }, OK },
	{ &command_check, { NULL }, OK },
	{ &command_delivery_list, { "--user", "alice" }, OK },
	{ &command_delivery_replay, { "--all-unmatched" }, OK },
	{ &command_delivery_replay, { "--dry-run" }, OK },
	{ &command_delivery_replay, { "1" }, OK },
	{ &command_delivery_show, { "1", "--body" }, OK },
	{ &command_doctor, { NULL }, ERR_CONF }, /* nothing runs here */
	{ &command_export, { "--user", "alice", "--force", "FOLDER/out" }, OK },
	{ &command_export, { "--user", "alice", "--csv", "--force", "FOLDER/out" }, OK },
	{ &command_import, { "--user", "alice", "tests/fixtures/import/version-1.json" }, OK },
	{ &command_integration_add, { "kodi", "--user", "alice", "--name", "Den" }, OK },
	{ &command_integration_list, { NULL }, OK },
	{ &command_integration_policy, { "1", "minutes_left", "3" }, OK },
	{ &command_integration_remove, { "1", "--yes" }, OK },
	{ &command_integration_rotate, { "1" }, OK },
	{ &command_integration_set, { "1", "--name", "Attic", "--start", "3" }, OK },
	{ &command_integration_show, { "1" }, OK },
	{ &command_integration_test, { "2" }, ERR_UPSTREAM },
	{ &command_play_list, { "--user", "alice" }, OK },
	{ &command_restore, { "FOLDER/template.db" }, OK },
	{ &command_token_list, { NULL }, OK },
	{ &command_token_new, { "--user", "alice", "--name", "script" }, OK },
	{ &command_token_revoke, { "1" }, OK },
	{ &command_unmatched_list, { "--user", "alice" }, OK },
	{ &command_unmatched_list, { "--named" }, OK },
	{ &command_unmatched_name, { "1", "--as", "tmdb:9901", "--dry-run" }, OK },
	{ &command_unmatched_name, { "1", "--never" }, OK },
	{ &command_unmatched_undo, { "2" }, OK },
	{ &command_user_add, { "carol", "--password-stdin" }, OK },
	{ &command_user_list, { NULL }, OK },
	{ &command_user_passwd, { "alice", "--password-stdin" }, OK },
	{ &command_user_remove, { "alice", "--yes" }, OK },
	{ &command_user_show, { "alice" }, OK },
	/* clang-format on */
};

#define ROW(name) &command_##name,
static const struct command *const commands[] = { COMMANDS(ROW) };
#undef ROW

static void every_command_is_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < NELEM(commands); i++) {
		bool is_typed = false;

		for (size_t k = 0; k < NELEM(lines); k++)
			is_typed = is_typed || lines[k].command == commands[i];
		if (!is_typed)
			fail_msg("%s %s", commands[i]->noun,
				commands[i]->verb ? commands[i]->verb : "");
	}
}

/* ---- a database with something of everything, and a copy for each run ---- */

static void add_body(struct unit *u, const struct integration *to, const char *text)
{
	struct bytes body = { text, strlen(text) };
	struct messages messages = { 0 };

	sink_read(&u->cx, provider_sink(to->provider), body, &messages);
	for (size_t i = 0; i < messages.count; i++)
		receive(u, to, messages.list[i], body);
}

/* Integration 2. */
static void add_server(struct unit *u, int64_t user_id)
{
	const struct server_change in = { .url = "https://192.0.2.7", .key = "a-key" };
	const char *key_file = arena_printf(&u->arena, "%s/key", u->folder);
	struct server_draft draft;

	MUST(server_draft(&u->cx, key_file, NULL, &in, &draft));
	draft.row.integration_id = add_integration(u, user_id, "audiobookshelf", NULL)->id;
	MUST(server_seal(&u->cx, u->store, key_file, &draft));
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, server_put_draft(&u->cx, u->store, user_id, &draft)));
}

/* Things 1 and 2 have no id; a person has named the second. */
static void add_things(struct unit *u, int64_t user_id, const struct integration *kodi)
{
	const struct naming naming = { .user_id = user_id, .thing_id = 2, .id = "tmdb:9902" };
	struct naming_effect effect;

	add_body(u, kodi, "{\"lot\": \"movie\", \"progress\": 50, \"title\": \"One\"}");
	add_body(u, kodi, "{\"lot\": \"movie\", \"progress\": 50, \"title\": \"Two\"}");
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, naming_apply(&u->cx, u->store, &naming, &effect)));
}

static void fill(struct unit *u)
{
	int64_t alice = add_user(u, "alice");
	const struct integration *kodi = add_integration(u, alice, "kodi", NULL);
	struct token row = { .user_id = alice, .scope = SCOPE_ALL, .name = "test" };
	static char junk[KIB(100)]; /* a body larger than all else */
	unsigned char hash[TOKEN_HASH];

	add_server(u, alice);
	token_hash("a-token", hash);
	MUST(store_token_add(&u->cx, u->store, &row, hash));
	add_body(u, kodi, "{\"identifier\": \"603\", \"lot\": \"movie\", \"progress\": 50}");
	add_things(u, alice, kodi);
	memset(junk, 'x', sizeof(junk) - 1);
	add_body(u, kodi,
		arena_printf(&u->arena,
			"{\"identifier\": \"\", \"lot\": \"movie\", \"progress\": 50, \"x\": \"%s\"}",
			junk));
	store_close(u->store);
	u->store = NULL;
}

static const char *in_folder(const struct unit *u, struct arena *a, const char *word)
{
	static const char folder[] = "FOLDER";
	size_t length = sizeof(folder) - 1;

	return strncmp(word, folder, length) == 0
		       ? arena_printf(a, "%s%s", u->folder, word + length)
		       : arena_strdup(a, word);
}

static void copy_file(const char *from, const char *to)
{
	static char text[KIB(64)];
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	size_t n;

	assert_true(in && out);
	while ((n = fread(text, 1, sizeof(text), in)) > 0)
		assert_int_equal(fwrite(text, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

/* More room for the next run, where a part of the memory was too small. */
enum { STEP = 4 << 10 };

/* ---- one run of a line, as ctl/main.c runs it ---- */

struct run {
	struct unit *u;
	const struct typed *typed;
	struct ctl ctl;
	char template[120];
	size_t too_large; /* runs that say so of one delivery */
};

static enum err obey(struct cx *cx, void *arg)
{
	struct run *run = arg;
	struct ctl *ctl = &run->ctl;
	const struct command *c = run->typed->command;
	char *argv[10] = { NULL };
	void *args = NULL;
	int argc = 0;

	for (; run->typed->words[argc]; argc++)
		argv[argc] = arena_strdup(
			cx->arena, in_folder(run->u, cx->arena, run->typed->words[argc]));
	TRY(args_read(cx, &c->args, argc, argv, &args));
	if (c->opening != OPEN_NONE)
		TRY(store_open(cx, ctl->conf->database,
			c->opening == OPEN_READ ? STORE_READ : STORE_WRITE, &ctl->store));
	buf_init(&ctl->out, cx->arena, MIB(1));
	return c->run(cx, ctl, args);
}

/* Messages on standard error are not for whoever reads the test's output. */
static int hide(int fd, const char *file)
{
	int kept = dup(fd), other = open(file, fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);

	assert_true(kept >= 0 && other >= 0);
	dup2(other, fd);
	close(other);
	return kept;
}

static void show(int fd, int kept)
{
	dup2(kept, fd);
	close(kept);
}

/* Of deliveries that had their turn, each with a ceiling of its own. */
static bool says_too_large(const struct buf *out)
{
	return out->text &&
	       ((strstr(out->text, "\"too_large\":") && !strstr(out->text, "\"too_large\":0")) ||
		       strstr(out->text, "too much memory"));
}

static enum err attempt(struct cx *cx, void *arg)
{
	struct run *run = arg;
	char words[120];
	int in, said;
	enum err err;

	snprintf(words, sizeof(words), "%s/words", run->u->folder);
	copy_file(run->template, run->u->path);
	in = hide(STDIN_FILENO, words);
	said = hide(STDERR_FILENO, "/dev/null");
	run->ctl.store = NULL;
	run->ctl.out = (struct buf){ 0 };
	err = unit_run(cx, MIB(128), obey, run);
	if (err == OK && says_too_large(&run->ctl.out))
		run->too_large++;
	if (err == ERR_TOO_LARGE && cx->arena->wanted == 0)
		cx->arena->wanted = cx->arena->ceiling + STEP;
	store_close(run->ctl.store);
	show(STDERR_FILENO, said);
	show(STDIN_FILENO, in);
	return err;
}

static void is_survived(struct unit *u, const struct typed *typed, bool is_json)
{
	const struct command *c = typed->command;
	struct conf conf = { .database = u->path,
		.key_file = arena_printf(&u->arena, "%s/key", u->folder),
		.base_url = "http://localhost",
		.base_path = "/",
		.socket = "",
		.quota_bodies = 100,
		.quota_integrations = 30,
		.quota_sessions = 30,
		.quota_tokens = 30,
		.yank_socket = "",
		.retention_days = 30,
		.retention_rows = 100 };
	struct run run = { .u = u, .typed = typed, .ctl = { .conf = &conf, .is_json = is_json } };
	const char *where = arena_printf(&u->arena, "%s %s %s", c->noun, c->verb ? c->verb : "",
		typed->words[0] ? typed->words[0] : "");
	size_t tries = 0;
	enum err err;

	snprintf(run.template, sizeof(run.template), "%s/template.db", u->folder);
	err = with_every_ceiling(where, UNIT_NOW, attempt, &run, &tries);
	if (err != typed->want)
		fail_msg("%s: \"%s\" at the end", where, err_name(err));
	assert_true(tries > 1);
	if (c == &command_delivery_replay && typed->words[0][0] == '-')
		assert_true(run.too_large > 0);
	MUST(store_open(&u->cx, u->path, STORE_READ, &u->store));
	is_sound(u);
	store_close(u->store);
	u->store = NULL;
}

static void every_command_ends_with_any_ceiling(void **state)
{
	struct unit *u = *state;
	char path[120];
	FILE *file;

	fill(u);
	snprintf(path, sizeof(path), "%s/template.db", u->folder);
	copy_file(u->path, path);
	snprintf(path, sizeof(path), "%s/words", u->folder);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs("correct horse battery\n", file);
	fclose(file);
	for (size_t i = 0; i < NELEM(lines); i++) {
		is_survived(u, &lines[i], true);
		is_survived(u, &lines[i], false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_typed),
		STORE_TEST(every_command_ends_with_any_ceiling),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
