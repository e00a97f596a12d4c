/* SPDX-License-Identifier: MIT */
/*
 * unit.h -- what the test programs share: cmocka, comparisons that name the row
 * of a table, a context with its arena, a database in a separate folder. All
 * functions are static: every test is one program.
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include "shared/base/arena.h"
#include "shared/base/err.h"
#include "shared/db/db.h"

#include <dirent.h>
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- comparisons: where says which row, what says which field ---- */

static inline void is_i64(const char *where, const char *what, int64_t got, int64_t want)
{
	if (got != want)
		fail_msg("%s: %s is %" PRId64 ", expected %" PRId64, where, what, got, want);
}

/* Either may be NULL. */
static inline void is_text(const char *where, const char *what, const char *got, const char *want)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;

	if (!same)
		fail_msg("%s: %s is \"%s\", expected \"%s\"", where, what, got ? got : "(null)",
			want ? want : "(null)");
}

/* Includes the note, so that a failure says what went wrong. */
static inline void is_err(const char *where, const struct cx *cx, enum err got, enum err want)
{
	if (got != want)
		fail_msg("%s: \"%s\", expected \"%s\" (%s)", where, err_name(got), err_name(want),
			cx->note);
}

#define TEXT_OF_(line) #line
#define TEXT_OF(line)  TEXT_OF_(line)
#define HERE           __FILE__ ":" TEXT_OF(__LINE__)

/* For a call that must succeed; u is the struct unit in scope. */
#define MUST(call) is_err(HERE, &u->cx, (call), OK)

/* ---- one unit of work ---- */

/* 2026-10-18T19:00:00Z: a day of the recorded bodies. */
#define UNIT_NOW INT64_C(1792350000000)

struct unit {
	struct arena arena;
	struct cx cx;
	char folder[64];
	char path[96]; /* of the database */
	struct store *store;
};

/* Removes all files in the folder, then the folder. */
static inline void unit_remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	closedir(dir);
	rmdir(folder);
}

/* cmocka's setup: a context, an empty folder, no database yet. */
static inline int unit_setup(void **state)
{
	struct unit *u = calloc(1, sizeof(*u));

	if (!u)
		return -1;
	arena_init(&u->arena, MIB(64));
	u->cx.arena = &u->arena;
	u->cx.now_ms = UNIT_NOW;
	snprintf(u->folder, sizeof(u->folder), "/tmp/ryot-test-XXXXXX");
	*state = u;
	if (!mkdtemp(u->folder))
		return -1;
	snprintf(u->path, sizeof(u->path), "%s/ryot.db", u->folder);
	return 0;
}

/* A migrated database, as its file is once it is closed. */
struct unit_file {
	char bytes[MIB(1)];
	size_t size;
};

static inline bool unit_make_file(struct unit *u, struct unit_file *out)
{
	FILE *file;

	if (store_open(&u->cx, u->path, STORE_WRITE, &u->store) != OK)
		return false;
	store_close(u->store);
	u->store = NULL;
	file = fopen(u->path, "re");
	if (!file)
		return false;
	out->size = fread(out->bytes, 1, sizeof(out->bytes), file);
	return fclose(file) == 0 && out->size < sizeof(out->bytes);
}

static inline bool unit_write_file(const char *path, const struct unit_file *from)
{
	FILE *file = fopen(path, "we");
	bool is_written = file && fwrite(from->bytes, 1, from->size, file) == from->size;

	return file && fclose(file) == 0 && is_written;
}

/*
 * Migrations take longer than most tests, so a program runs them once, and
 * every further test begins with a copy of their result.
 */
static inline enum err unit_open_store(struct unit *u)
{
	static struct unit_file migrated;
	bool is_there = migrated.size > 0 ? unit_write_file(u->path, &migrated)
					  : unit_make_file(u, &migrated);

	if (!is_there)
		return ERR_STORE;
	return store_open(&u->cx, u->path, STORE_WRITE, &u->store);
}

/* The same with an open, migrated database. */
static inline int unit_setup_store(void **state)
{
	struct unit *u;

	if (unit_setup(state) != 0)
		return -1;
	u = *state;
	if (unit_open_store(u) == OK)
		return 0;
	print_error("%s\n", u->cx.note);
	return -1;
}

static inline int unit_teardown(void **state)
{
	struct unit *u = *state;

	store_close(u->store);
	unit_remove_folder(u->folder);
	arena_finish(&u->arena);
	free(u);
	return 0;
}

#define UNIT_TEST(f)  cmocka_unit_test_setup_teardown(f, unit_setup, unit_teardown)
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, unit_setup_store, unit_teardown)

/* ---- code that must kill the process ---- */

/*
 * The signal that kills a child which calls f(arg), or 0. Its output is
 * suppressed.
 */
static inline int signal_of(void (*f)(void *arg), void *arg)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		f(arg);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* ---- pseudo-random numbers, the same in every run ---- */

struct lcg {
	uint64_t state;
};

static inline uint32_t lcg_next(struct lcg *g)
{
	g->state = (g->state & 0xffffffffffff) * 25214903917 + 11;
	return (uint32_t)(g->state >> 16 & 0xffffffff);
}

/* From 0 to below - 1. */
static inline int64_t lcg_below(struct lcg *g, int64_t below)
{
	uint64_t high = lcg_next(g), low = lcg_next(g);

	return (int64_t)((high << 31 ^ low) % (uint64_t)below);
}

#endif
