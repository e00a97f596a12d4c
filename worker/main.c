/* SPDX-License-Identifier: MIT */
/* main.c -- ryot-yank: options, exit status. Scheduled, or woken. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/actions/quota.h"
#include "shared/base/acting.h"
#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "shared/base/listen.h"
#include "shared/base/log.h"
#include "shared/base/parse.h"
#include "shared/base/shown.h"
#include "shared/base/unit.h"
#include "shared/base/version.h"
#include "shared/base/wake.h"
#include "shared/crypto/secret.h"
#include "shared/json/write.h"
#include "worker/lock.h"
#include "worker/picture/apart.h"
#include "worker/queue.h"
#include "worker/report.h"

enum { CEILING = 256 << 20, JSON_MAX = 64 << 20 };

static const char usage[] =
	"usage: ryot-yank [options]\n"
	"\n"
	"Fetches new progress once from every server that is due, then exits. A timer\n"
	"or cron starts it every few minutes; copies share the servers among them.\n"
	"\n"
	"options:\n"
	"  --integration ID  only this integration, due or not\n"
	"  --dry-run         show what would change, write nothing\n"
	"  --full            process every row again, even if unchanged\n"
	"  --verbose         print a line for every row\n"
	"  --json            print one JSON document\n"
	"  --wait            wait up to 30 seconds for a copy that is running\n"
	"  --test ID         only test that connection and store the result\n"
	"  --listen          do what people ask for, whenever it is woken through the\n"
	"                    socket that systemd passes, or through --yank-socket\n";

static const char codes[] =
	"\n"
	"exit codes: 0 success (or another copy is running), 75 a failure that\n"
	"may pass by itself, 78 something must be changed first.\n";

struct options {
	struct yank_options yank;
	bool is_verbose, is_json, waits, listens;
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
	} else if (strcmp(name, "--listen") == 0) {
		out->listens = true;
	} else if (strcmp(name, "--integration") == 0) {
		return read_id(cx, name, argv[++*i], &out->yank.integration_id);
	} else if (strcmp(name, "--test") == 0) {
		return read_id(cx, name, argv[++*i], &out->yank.test_id);
	} else {
		return err_note(cx, ERR_USAGE, "unknown option \"%.100s\"; try --help", name);
	}
	return OK;
}

static enum err read_options(struct cx *cx, int argc, char **argv, struct options *out)
{
	for (int i = 1; i < argc; i++)
		TRY(read_option(cx, argv, &i, out));
	if (out->listens && (out->yank.integration_id || out->yank.test_id || out->yank.is_dry))
		return err_note(cx, ERR_USAGE,
			"--listen does what people ask for; leave out "
			"--integration, --test and --dry-run");
	return OK;
}

static enum report_mode mode_for(const struct options *o)
{
	if (o->is_json)
		return REPORT_JSON;
	if (o->listens)
		return REPORT_ERRORS;
	if (o->is_verbose || o->yank.is_dry)
		return REPORT_ROWS;
	return isatty(STDOUT_FILENO) ? REPORT_LINES : REPORT_ERRORS;
}

/* ---- once ---- */

/* Waits for others, where that is wanted. */
static enum err wait_for_others(struct cx *cx, const struct options *options, int locks)
{
	bool is_test = options->yank.test_id != 0;

	if (!options->waits)
		return OK;
	TRY(lock_wait(cx, locks, is_test ? TASK_TEST : TASK_PULL,
		is_test ? options->yank.test_id : options->yank.integration_id));
	cx->now_ms = clock_now_ms(); /* the wait may have been long */
	return OK;
}

static enum err run_queue(struct cx *cx, struct store *s, const struct conf *conf,
	const struct options *options, const struct queue_way *way)
{
	struct buf json;
	struct reporter reporter = { .arena = cx->arena,
		.mode = mode_for(options),
		.is_dry = options->yank.is_dry,
		.json = &json };
	struct yank_observer observer = report_observer(&reporter);
	const struct worker worker = { s, conf, &options->yank, &observer };
	enum err err;

	buf_init(&json, cx->arena, JSON_MAX);
	jput_open(&json, NULL, '[');
	err = queue_run(cx, &worker, way);
	jput_close(&json, ']');
	if (options->is_json)
		puts(json.text);
	return err;
}

static enum err run_once(
	struct cx *cx, struct store *s, const struct conf *conf, const struct options *options)
{
	bool is_busy = false;
	struct queue_way way = { .wake = -1, .is_busy = &is_busy };
	enum err err;

	TRY(lock_open(cx, conf->database, &way.locks));
	TRY(wait_for_others(cx, options, way.locks));
	err = run_queue(cx, s, conf, options, &way);
	if (is_busy && options->is_verbose)
		puts("another ryot-yank is running: what it works on was left to it");
	close(way.locks);
	return err;
}

/* ---- woken ---- */

static const char *own_socket = "";

/* Only what a handler may call. A task that runs counts as broken off. */
static void end_at_once(int signal_number)
{
	(void)signal_number;
	if (*own_socket)
		unlink(own_socket);
	_exit(0);
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = end_at_once };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

static enum err serve(
	struct cx *cx, struct store *s, const struct conf *conf, const struct options *options)
{
	struct queue_way way = { .wake = -1, .is_ended = listen_is_passed() };
	const char *path = way.is_ended ? "" : conf->yank_socket;
	enum err err;

	if (!way.is_ended && !*path)
		return err_note(cx, ERR_CONF, "--listen needs a yank-socket");
	TRY(lock_open(cx, conf->database, &way.locks));
	TRY(listen_open(cx, path, &way.wake));
	own_socket = path;
	catch_signals();
	err = run_queue(cx, s, conf, options, &way);
	listen_close(path, way.wake);
	close(way.locks);
	/* Failures of servers are stored with them. */
	return err == ERR_UPSTREAM || err == ERR_CONF ? OK : err;
}

/*
 * First of all: as long as a connection waits, systemd starts us again at once,
 * however we end.
 */
static enum err take_passed(struct cx *cx)
{
	int fd;

	if (!listen_is_passed())
		return OK;
	TRY(listen_open(cx, "", &fd));
	wake_drain(fd);
	return OK;
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
	struct options options = { .listens = false };
	struct store *store = NULL;
	struct conf conf;
	enum err err;

	TRY(take_passed(cx));
	TRY(conf_load(cx, &argc, argv, &conf));
	log_limit(log_level_parse(conf.log_level));
	store_set_lock_wait(conf.lock_wait);
	TRY(read_options(cx, argc, argv, &options));
	TRY(secret_open(cx));
	TRY(acting_begin(cx, conf.database));
	TRY(store_open(cx, conf.database, STORE_WRITE, &store));
	err = options.listens ? serve(cx, store, &conf, &options)
			      : run_once(cx, store, &conf, &options);
	store_close(store);
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

	/* Before anything is opened or read. */
	if (argc == 2 && strcmp(argv[1], PICTURE_OPTION) == 0)
		return picture_main();
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
