/* SPDX-License-Identifier: MIT */
/*
 * main.c -- ryotctl: parses the command line, runs the command, sets the exit
 * status.
 *
 * Standard output is buffered and written at the end, so a full disk or a
 * closed pipe cannot leave a change half done.
 */
#include "ctl/command.h"
#include "ctl/terminal/text.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/unit.h"
#include "shared/base/version.h"
#include "shared/crypto/secret.h"

#include <fcntl.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A body of 2 MiB may grow sixfold when escaped, and buffers double. */
#define MEMORY_MAX MIB(128)
#define OUT_MAX    MIB(24)
/* Beyond that, so that a command that needs too much can say so. */
#define SAY_MAX MIB(1)

/* Options that may stand anywhere in the command line. */
struct globals {
	bool is_json, wants_help, wants_version;
};

/* What the command line named, as far as it is known; for the hint. */
struct named {
	const char *noun;
	const struct command *command;
};

/*
 * Fills closed standard descriptors, so that a file opened later does not get
 * the number of standard output. Opened the wrong way round on purpose: using
 * a stream that was closed must still fail.
 */
static void hold_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static struct globals take_globals(int *argc, char **argv)
{
	struct globals g = { 0 };
	bool has_options = true;
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		bool *flag = NULL;

		if (strcmp(argv[i], "--") == 0)
			has_options = false;
		else if (strcmp(argv[i], "--json") == 0)
			flag = &g.is_json;
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			flag = &g.wants_help;
		else if (strcmp(argv[i], "--version") == 0)
			flag = &g.wants_version;
		if (has_options && flag)
			*flag = true;
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	*argc = kept;
	return g;
}

static size_t terminal_width(void)
{
	struct winsize size = { 0 };

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

static enum err open_store(struct cx *cx, struct ctl *ctl, const struct command *c)
{
	const char *path = ctl->conf->database;

	TRY(secret_open(cx));
	if (c->opening == OPEN_NONE)
		return OK;
	if (c->opening != OPEN_MAKE && access(path, F_OK) != 0 && errno == ENOENT)
		return err_note(cx, ERR_CONF,
			"there is no database at %s yet; \"ryotctl user add "
			"NAME\" creates it, --database names another one",
			path);
	return store_open(
		cx, path, c->opening == OPEN_READ ? STORE_READ : STORE_WRITE, &ctl->store);
}

static enum err print(struct cx *cx, struct ctl *ctl)
{
	struct buf *out = &ctl->out;

	if (ctl->is_json && out->length > 0)
		buf_puts(out, "\n");
	if (out->cut)
		return err_note(cx, ERR_TOO_LARGE, "too much to print; ask for less with --limit");
	errno = 0;
	if (fwrite(out->text, 1, out->length, stdout) != out->length || fflush(stdout) != 0)
		return err_note(
			cx, ERR_STORE, "cannot write to standard output: %s", strerror(errno));
	return OK;
}

/* A command and what it gets. */
struct job {
	struct ctl *ctl;
	const struct command *command;
	const void *args;
};

static enum err run_job(struct cx *cx, void *arg)
{
	const struct job *job = arg;

	return job->command->run(cx, job->ctl, job->args);
}

static enum err run(struct cx *cx, struct ctl *ctl, const struct command *c, int argc, char **argv)
{
	struct job job = { .ctl = ctl, .command = c };
	void *args = NULL;
	int words = command_words(c);
	enum err err;

	TRY(args_read(cx, &c->args, argc - words, argv + words, &args));
	TRY(open_store(cx, ctl, c));
	buf_init(&ctl->out, cx->arena, OUT_MAX);
	job.args = args;
	cx->arena->wanted = 0;
	err = unit_run(cx, MEMORY_MAX - cx->arena->used, run_job, &job);
	if (cx->arena->wanted > 0) /* what it had to print is gone */
		buf_init(&ctl->out, cx->arena, OUT_MAX);
	store_close(ctl->store);
	if (err != OK) {
		struct cx quiet = { .arena = cx->arena };

		(void)!print(&quiet, ctl);
		return err;
	}
	return print(cx, ctl);
}

/* Help for whatever the words name: a command, a noun, or the program. */
static enum err help(struct cx *cx, char **words, struct named *named)
{
	enum err err = OK;

	if (words[0])
		err = command_find(cx, words, &named->noun, &named->command);
	if (err != OK && (!named->noun || words[1]))
		return err;
	command_help(named->noun, named->command, stdout);
	return OK;
}

struct line {
	int argc;
	char **argv;
	struct named named;
	enum err err;
};

static enum err obey(struct cx *cx, void *arg)
{
	struct line *line = arg;
	int argc = line->argc;
	char **argv = line->argv;
	struct named *named = &line->named;
	struct globals g = take_globals(&argc, argv);
	struct conf conf = { 0 };
	struct ctl ctl = { .conf = &conf, .is_json = g.is_json };
	enum err err = conf_load(cx, &argc, argv, &conf);

	if (g.wants_version) {
		puts("ryotctl " VERSION);
		return OK;
	}
	/* --help must work even when the configuration does not load. */
	if (g.wants_help)
		return help(cx, err == OK ? argv + 1 : &argv[argc], named);
	TRY(err);
	log_limit(log_level_parse(conf.log_level));
	store_set_lock_wait(conf.lock_wait);
	TRY(command_find(cx, argv + 1, &named->noun, &named->command));
	ctl.width = terminal_width();
	return run(cx, &ctl, named->command, argc - 1, argv + 1);
}

static enum err complain(struct cx *cx, void *arg)
{
	const struct line *line = arg;
	const struct named *named = &line->named;
	const struct command *c = named->command;

	fprintf(stderr, "ryotctl: %s\n", shown_text(cx->arena, cx->note));
	if (line->err != ERR_USAGE)
		return OK;
	fprintf(stderr, "try \"ryotctl %s%s%s%s--help\"\n", named->noun ? named->noun : "",
		named->noun ? " " : "", c && c->verb ? c->verb : "", c && c->verb ? " " : "");
	return OK;
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct cx cx = { .arena = &arena, .now_ms = clock_now_ms() };
	struct line line = { .argc = argc, .argv = argv };

	hold_standard_files();
	setlocale(LC_CTYPE, "C.UTF-8"); /* for the widths of text.h */
	umask(027);                     /* the database is private to its owner and group */
	log_open(LOG_LEVEL_WARNING);
	arena_init(&arena, MEMORY_MAX + SAY_MAX);
	line.err = unit_run(&cx, MEMORY_MAX + SAY_MAX, obey, &line);
	if (line.err != OK && unit_run(&cx, SAY_MAX, complain, &line) != OK)
		fputs("ryotctl: no memory\n", stderr);
	arena_finish(&arena);
	return err_exit_code(line.err);
}
