/* SPDX-License-Identifier: MIT */
/* main.c -- ryot-cgi: wiring only. */
#include <sys/stat.h>

#include "cgi/engine/loop.h"
#include "cgi/engine/notify.h"
#include "cgi/engine/round.h"
#include "cgi/http/conn.h"
#include "shared/base/clock.h"
#include "shared/base/listen.h"
#include "shared/base/log.h"
#include "shared/base/version.h"
#include "shared/crypto/secret.h"
#include "shared/db/disk.h"
#include "shared/store/word.h"

enum { CONF_CEILING = 1 << 20 };

static const char usage[] = "usage: ryot-cgi [options]\n"
			    "\n"
			    "Serves the webhooks, the pages and the API of Ryot behind nginx, by\n"
			    "FastCGI, until SIGTERM.\n"
			    "\n"
			    "options:\n";

static int help(void)
{
	fputs(usage, stdout);
	conf_help(stdout);
	puts("  -n                check the settings, print them, and end\n"
	     "  --help            this text\n"
	     "  --version         the version of the program");
	return 0;
}

static enum err open_all(struct cx *cx, struct app *app, int *listener)
{
	const struct conf *conf = app->conf;

	TRY(store_open(cx, conf->database, STORE_WRITE, &app->writer));
	TRY(store_word_fill(cx, app->writer));
	TRY(store_open(cx, conf->database, STORE_READ, &app->reader));
	loop_catch_signals(); /* before libfcgi, which would swallow SIGTERM */
	TRY(conn_open_library(cx));
	return listen_open(cx, conf->socket, listener);
}

static void warn_of_network(struct cx *cx, const char *database)
{
	const char *network = disk_network(cx, database);

	if (network)
		log_warning("network-disk type=%s advice=\"move the database to a local disk\"",
			network);
}

static enum err run_loop(struct cx *cx, const struct app *app, int listener)
{
	struct arena arena;
	struct cx round = { .arena = &arena, .now_ms = cx->now_ms };
	enum err err;

	log_info("start database=%s", log_quote(cx->arena, app->conf->database));
	warn_of_network(cx, app->conf->database);
	log_flush();
	arena_init(&arena, ROUND_CEILING);
	err = loop_run(&round, app, listener);
	snprintf(cx->note, sizeof(cx->note), "%s", round.note);
	arena_finish(&arena);
	notify("STOPPING=1");
	listen_close(app->conf->socket, listener);
	store_checkpoint(app->writer);
	return err;
}

static enum err open_and_run(struct cx *cx, struct app *app)
{
	int listener = -1;

	TRY(open_all(cx, app, &listener));
	return run_loop(cx, app, listener);
}

static enum err serve(struct cx *cx, const struct conf *conf)
{
	struct app app = { .conf = conf };
	enum err err = open_and_run(cx, &app);

	store_close(app.reader);
	store_close(app.writer);
	return err;
}

/* Removes -n from argv; true if it was there. */
static bool take_check(int *argc, char **argv)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], "-n") != 0)
			argv[kept++] = argv[i];
	argv[kept] = NULL;
	if (kept == *argc)
		return false;
	*argc = kept;
	return true;
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
	bool only_checks = take_check(&argc, argv);
	struct conf conf;

	TRY(conf_load(cx, &argc, argv, &conf));
	if (argc > 1)
		return err_note(cx, ERR_USAGE, "unknown argument \"%.100s\"; try --help", argv[1]);
	log_open(log_level_parse(conf.log_level));
	store_set_lock_wait(conf.lock_wait);
	TRY(secret_open(cx));
	if (only_checks) {
		conf_print(&conf, stdout);
		return OK;
	}
	TRY(serve(cx, &conf));
	log_info("stop");
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
		return puts("ryot-cgi " VERSION) < 0;
	umask(027); /* others must not read the database */
	arena_init(&arena, CONF_CEILING);
	err = unit_run(&cx, CONF_CEILING, run, &given);
	if (err != OK)
		log_error("ryot-cgi: %s", cx.note);
	log_flush();
	arena_finish(&arena);
	return err_exit_code(err);
}
