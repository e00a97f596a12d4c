/* SPDX-License-Identifier: MIT */
/* main.c -- ryot-yank, which a timer or cron starts: options, lock, status. */
#include <sys/stat.h>
#include <unistd.h>

#include "shared/actions/quota.h"
#include "shared/base/acting.h"
#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "shared/base/log.h"
#include "shared/base/parse.h"
#include "shared/base/shown.h"
#include "shared/base/unit.h"
#include "shared/base/version.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"
#include "shared/json/write.h"
#include "worker/lock.h"
#include "worker/report.h"
#include "worker/tasks/test.h"

enum { CEILING = 256 << 20, JSON_MAX = 64 << 20 };

static const char usage[] =
	"usage: ryot-yank [options]\n"
	"\n"
	"Fetches new progress once from every server that is due, then exits. A timer\n"
	"or cron starts it every five minutes; a second copy exits at once.\n"
	"\n"
	"options:\n"
	"  --integration ID  only this integration, due or not\n"
	"  --dry-run         show what would change, write nothing\n"
	"  --full            process every row again, even if unchanged\n"
	"  --verbose         print a line for every row\n"
	"  --json            print one JSON document\n"
	"  --wait            wait up to 30 seconds for a copy that is running\n"
	"  --test ID         only test that connection and store the result\n";

static const char codes[] =
	"\n"
	"exit codes: 0 success (or another copy is running), 75 a failure that\n"
	"may pass by itself, 78 something must be changed first.\n";

struct options {
	struct yank_options yank;
	int64_t test_id; /* 0: not a test */
	bool is_verbose, is_json, waits;
};

static int help(void)
{
	fputs(usage, stdout);
	conf_help(stdout);
	puts("  --help            print this text\n"
	     "  --version         print the version");
	fputs(codes, stdout);
	return 0;
}

static enum err read_id(struct cx *cx, const char *name, const char *id, int64_t *out)
{
	if (!id || !parse_i64(id, 1, INT64_MAX, out))
		return err_note(
			cx, ERR_USAGE, "%s needs a number; see `ryotctl integration list`", name);
	return OK;
}

static enum err read_option(struct cx *cx, char **argv, int *i, struct options *out)
{
	const char *name = argv[*i];

	if (strcmp(name, "--dry-run") == 0) {
		out->yank.is_dry = true;
	} else if (strcmp(name, "--full") == 0) {
		out->yank.is_full = true;
	} else if (strcmp(name, "--verbose") == 0) {
		out->is_verbose = true;
	} else if (strcmp(name, "--json") == 0) {
		out->is_json = true;
	} else if (strcmp(name, "--wait") == 0) {
		out->waits = true;
	} else if (strcmp(name, "--integration") == 0) {
		return read_id(cx, name, argv[++*i], &out->yank.integration_id);
	} else if (strcmp(name, "--test") == 0) {
		return read_id(cx, name, argv[++*i], &out->test_id);
	} else {
		return err_note(cx, ERR_USAGE, "unknown option \"%.100s\"; try --help", name);
	}
	return OK;
}

static enum err read_options(struct cx *cx, int argc, char **argv, struct options *out)
{
	for (int i = 1; i < argc; i++)
		TRY(read_option(cx, argv, &i, out));
	return OK;
}

static enum report_mode mode_for(const struct options *o)
{
	if (o->is_json)
		return REPORT_JSON;
	if (o->is_verbose || o->yank.is_dry)
		return REPORT_ROWS;
	return isatty(STDOUT_FILENO) ? REPORT_LINES : REPORT_ERRORS;
}

/* Without a server the key file is not needed and may be missing. */
static enum err load_key(struct cx *cx, struct store *s, const char *path, struct key *out)
{
	bool is_any = false;

	*out = (struct key){ 0 };
	TRY(store_server_is_any(cx, s, &is_any));
	if (!is_any)
		return OK;
	return seal_load_key(cx, path, out);
}

/* Tests requested on pages run last, so they delay no pull. */
static enum err test_pending(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, enum err err)
{
	enum err tested = OK;

	if (!options->is_dry && !options->integration_id)
		tested = test_run_pending(cx, s, key);
	return err == OK ? tested : err;
}

static enum err test_one(struct cx *cx, struct store *s, const struct conf *conf, int64_t id)
{
	struct key key;
	enum err err;

	TRY(load_key(cx, s, conf->key_file, &key));
	err = test_run(cx, s, &key, id);
	secret_wipe(&key, sizeof(key));
	return err;
}

/* Needs no lock: a test stores no plays. */
static enum err run_test(struct cx *cx, const struct conf *conf, int64_t id)
{
	struct store *store = NULL;
	enum err err;

	TRY(store_open(cx, conf->database, STORE_WRITE, &store));
	err = test_one(cx, store, conf, id);
	store_close(store);
	return err;
}

/* What was pulled counts for the quota of bodies as what was sent does. */
static enum err drop_bodies(struct cx *cx, struct store *s, const struct conf *conf)
{
	const struct server *rows;
	size_t count = 0;

	TRY(store_server_list(cx, s, 0, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct arena_mark mark = arena_mark(cx->arena);
		bool goes_on = true;

		while (goes_on)
			TRY(quota_hold_bodies(cx, s, conf, rows[i].integration_id, &goes_on));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err yank_due(struct cx *cx, struct store *s, const struct conf *conf,
	const struct yank_options *options, const struct yank_observer *observer)
{
	struct key key;
	enum err err;

	TRY(load_key(cx, s, conf->key_file, &key));
	/* Each server's own failure was reported by the observer. */
	err = queue_run(cx, s, &key, options, observer);
	if (err == OK && !options->is_dry)
		err = drop_bodies(cx, s, conf);
	err = test_pending(cx, s, &key, options, err);
	secret_wipe(&key, sizeof(key));
	return err;
}

static enum err yank(struct cx *cx, const struct conf *conf, const struct yank_options *options,
	const struct yank_observer *observer)
{
	struct store *store = NULL;
	enum err err;

	TRY(store_open(cx, conf->database, STORE_WRITE, &store));
	err = yank_due(cx, store, conf, options, observer);
	store_close(store);
	return err;
}

static enum err run_locked(struct cx *cx, const struct conf *conf, const struct options *options)
{
	struct buf json;
	struct reporter reporter = { .arena = cx->arena,
		.mode = mode_for(options),
		.is_dry = options->yank.is_dry,
		.json = &json };
	struct yank_observer observer = report_observer(&reporter);
	enum err err;

	buf_init(&json, cx->arena, JSON_MAX);
	jput_open(&json, NULL, '[');
	err = yank(cx, conf, &options->yank, &observer);
	jput_close(&json, ']');
	if (options->is_json)
		puts(json.text);
	return err;
}

struct arguments {
	int count;
	char **list;
};

static enum err run(struct cx *cx, void *arg)
{
	const struct arguments *given = arg;
	int argc = given->count;
	char **argv = given->list;
	struct options options = { 0 };
	struct conf conf;
	int lock = -1;
	enum err err;

	TRY(conf_load(cx, &argc, argv, &conf));
	log_limit(log_level_parse(conf.log_level));
	store_set_lock_wait(conf.lock_wait);
	TRY(read_options(cx, argc, argv, &options));
	TRY(secret_open(cx));
	TRY(acting_begin(cx, conf.database));
	if (options.test_id)
		return run_test(cx, &conf, options.test_id);
	TRY(options.waits ? lock_wait(cx, conf.database, &lock)
			  : lock_take(cx, conf.database, &lock));
	cx->now_ms = clock_now_ms(); /* the wait may have been long */
	if (lock < 0) {
		if (options.is_json)
			puts("[]");
		else if (options.is_verbose)
			puts("another ryot-yank is running");
		return OK;
	}
	err = run_locked(cx, &conf, &options);
	close(lock);
	return err;
}

static enum err complain(struct cx *cx, void *nothing)
{
	(void)nothing;
	fprintf(stderr, "ryot-yank: %s\n", shown_text(cx->arena, cx->note));
	return OK;
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct cx cx = { .arena = &arena, .now_ms = clock_now_ms() };
	struct arguments given = { argc, argv };
	enum err err;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0)
			return help();
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts("ryot-yank " VERSION) < 0;
	umask(027);
	arena_init(&arena, CEILING);
	err = unit_run(&cx, CEILING, run, &given);
	if (err != OK && *cx.note && unit_run(&cx, CEILING, complain, NULL) != OK)
		fputs("ryot-yank: no memory\n", stderr);
	arena_finish(&arena);
	/* Cron only distinguishes what may pass from what will not. */
	return err_exit_code(err_is_passing(err) ? ERR_UPSTREAM : err);
}
