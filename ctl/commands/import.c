/* SPDX-License-Identifier: MIT */
/*
 * import.c -- `ryotctl import`: reads what `ryotctl export` has written, and
 * the files of other trackers.
 */
#include "shared/actions/import.h"
#include "shared/base/acting.h"

#include "ctl/command.h"
#include "ctl/commands/import_tracker.h"
#include "ctl/terminal/progress.h"
#include "shared/base/clock.h"

enum {
	PIECE = 16 << 10,
	TURN_MS = 200, /* the longest transaction, roughly: webhooks wait for it */
};

struct import_args {
	const char *user, *file;
	int64_t undo;
	bool is_dry;
};
#define AT(member) offsetof(struct import_args, member)

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_INPUT, "%s: %s", path, strerror(errno));
}

/* The input is read twice, so a pipe is copied to a temporary file. */
static enum err keep_stdin(struct cx *cx, char *piece, FILE **out)
{
	FILE *kept = tmpfile();
	size_t got;

	*out = kept;
	if (!kept)
		return fail(cx, "a temporary file");
	while ((got = fread(piece, 1, PIECE, stdin)) > 0)
		if (fwrite(piece, 1, got, kept) != got)
			return fail(cx, "a temporary file");
	return ferror(stdin) ? fail(cx, "standard input") : OK;
}

static enum err open_file(struct cx *cx, const char *path, char *piece, FILE **out)
{
	if (strcmp(path, "-") == 0)
		return keep_stdin(cx, piece, out);
	acting_pause();
	*out = fopen(path, "re");
	acting_resume();
	return *out ? OK : fail(cx, path);
}

/* One pass over the file: the first validates, the second imports. */
struct reading {
	struct ctl *ctl;
	struct store *store; /* NULL: only validate */
	FILE *file;
	char *piece; /* room for PIECE bytes */
	struct progress_line progress;
};

/* Feeds lines for one turn. *more is false at the end of the file. */
static enum err feed_turn(struct cx *cx, struct reading *r, struct import *im, bool *more)
{
	int64_t end_ms = clock_now_ms() + TURN_MS;
	enum err err = OK;

	*more = true;
	while (err == OK && clock_now_ms() < end_ms) {
		size_t got = fread(r->piece, 1, PIECE, r->file);

		*more = got > 0;
		if (got == 0)
			return ferror(r->file) ? fail(cx, "the file") : OK;
		err = import_feed(cx, im, r->piece, got);
		for (size_t i = 0; i < got; i++)
			if (r->piece[i] == '\n')
				progress_step(&r->progress);
	}
	return err;
}

/* One transaction per turn, so that webhooks can write in between. */
static enum err feed_all(struct cx *cx, struct reading *r, struct import *im)
{
	bool more = true;
	enum err err = OK;

	rewind(r->file);
	while (err == OK && more && !r->store)
		err = feed_turn(cx, r, im, &more);
	while (err == OK && more) {
		err = store_begin(cx, r->store);
		if (err != OK)
			return err;
		err = store_end(cx, r->store, feed_turn(cx, r, im, &more));
		store_yield();
	}
	return err;
}

static enum err feed_and_end(
	struct cx *cx, struct reading *r, struct import *im, struct import_counts *out)
{
	TRY(feed_all(cx, r, im));
	return import_end(cx, im, out);
}

static enum err read_all(
	struct cx *cx, struct reading *r, int64_t user_id, struct import_counts *out)
{
	struct import *im = NULL;
	enum err err;

	TRY(import_create(cx, r->store, user_id, &im));
	progress_begin(&r->progress, r->ctl->is_json, r->store ? "lines" : "lines checked");
	err = feed_and_end(cx, r, im, out);
	progress_end(&r->progress);
	import_destroy(im);
	return err;
}

static void put_counts(struct buf *out, const struct import_counts *counts)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "plays_added", counts->plays_added);
	jput_i64(out, "plays_moved", counts->plays_moved);
	jput_i64(out, "plays_known", counts->plays_known);
	jput_i64(out, "works_added", counts->works_added);
	jput_i64(out, "sittings", counts->sittings);
	jput_i64(out, "integrations", counts->integrations);
	jput_close(out, '}');
}

static void words_counts(struct ctl *ctl, const char *user, const struct import_counts *c)
{
	ctl_say(ctl,
		"%s: %" PRId64 " plays added, %" PRId64 " advanced, %" PRId64
		" already known; %" PRId64 " new works.",
		user, c->plays_added, c->plays_moved, c->plays_known, c->works_added);
	if (c->integrations > 0)
		ctl_advise(ctl,
			"The file names %" PRId64 " integration%s; their "
			"secrets are not in it. Next: ryotctl integration add",
			c->integrations, c->integrations == 1 ? "" : "s");
}

static void close_file(void *reading)
{
	const struct reading *r = reading;

	if (r->file)
		fclose(r->file);
}

static enum err import_ours(struct cx *cx, struct reading *r, bool is_dry, const struct user *user)
{
	struct import_counts counts = { 0 };
	enum err err = read_all(cx, r, user->id, &counts);

	if (err != OK)
		return err_note(
			cx, err, "%s; nothing was taken over", arena_strdup(cx->arena, cx->note));
	if (is_dry) {
		ctl_say(r->ctl, "The file is complete. Nothing was written.");
		return OK;
	}
	r->store = r->ctl->store;
	TRY(read_all(cx, r, user->id, &counts));
	if (r->ctl->is_json)
		put_counts(&r->ctl->out, &counts);
	words_counts(r->ctl, user->name, &counts);
	return OK;
}

/* By the beginning of the file. */
static enum err import_either(
	struct cx *cx, struct reading *r, const struct import_args *a, const struct user *user)
{
	size_t got;

	TRY(open_file(cx, a->file, r->piece, &r->file));
	rewind(r->file);
	got = fread(r->piece, 1, PIECE, r->file);
	if (ferror(r->file))
		return fail(cx, a->file);
	if (import_is_ours(r->piece, got))
		return import_ours(cx, r, a->is_dry, user);
	return import_tracker(
		cx, r->ctl, &(struct import_tracker){ user, fileno(r->file), a->file, a->is_dry });
}

static enum err import_file(
	struct cx *cx, struct ctl *ctl, const struct import_args *a, const struct user *user)
{
	struct reading r = { .ctl = ctl };
	struct arena_held held;
	enum err err;

	arena_hold(cx->arena, &held, close_file, &r);
	r.piece = arena_alloc(cx->arena, PIECE);
	err = import_either(cx, &r, a, user);
	arena_let_go(cx->arena, &held);
	close_file(&r);
	return err;
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct import_args *a = args;
	const struct user *user = NULL;

	if (!a->file == !a->undo)
		return err_note(cx, ERR_USAGE, "give a FILE, or --undo and the ID of an import");
	TRY(ctl_user(cx, ctl, a->user, &user));
	return a->undo ? import_tracker_undo(cx, ctl, user, a->undo)
		       : import_file(cx, ctl, a, user);
}

/* clang-format off */
static const struct arg import_args[] = {
	{ "FILE", NULL, ARG_TEXT, ARG_OPTIONAL, FILE_NAME_MAX, AT(file),
		"what to import; - is standard input" },
	{ "--dry-run", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_dry),
		"say what is in it, and write nothing" },
	{ "--undo", "ID", ARG_ID, ARG_OPTIONAL, 0, AT(undo),
		"take back all of an import of another tracker's file" },
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user),
		"the user to import for" },
};
/* clang-format on */

const struct command command_import = {
	.noun = "import",
	.usage = "--user NAME FILE",
	.summary = "Import an export, or the history of another tracker",
	.details = "FILE is what \"ryotctl export\" has written, or one of the files "
		   "below, also in a zip\narchive; it is told by its content. Known plays are "
		   "left alone, so importing a file\ntwice changes nothing the second time. Of "
		   "another tracker's file, rows that cannot\nbe read are left out and listed; "
		   "an export with any error is refused as a whole.",
	.more = import_tracker_formats,
	.opening = OPEN_WRITE,
	.args = { import_args, NELEM(import_args), sizeof(struct import_args) },
	.run = run,
};
