/* SPDX-License-Identifier: MIT */
/*
 * restore.c -- replaces the database with a backup.
 *
 * The copy is written beside the database, checked and synced, then renamed
 * over it; the old file is kept under another name. A process that has the
 * database open would keep writing to the old file, so there must be none.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/terminal/outfile.h"
#include "shared/base/clock.h"
#include "shared/db/file.h"

enum { FILE_MAX = 4095 };

struct restore_args {
	const char *file;
};
#define AT(member) offsetof(struct restore_args, member)

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
}

static enum err check_other(struct cx *cx, const char *file, const char *database)
{
	struct stat from, to;

	if (stat(file, &from) != 0)
		return err_note(cx, ERR_INPUT, "%s: %s", file, strerror(errno));
	if (stat(database, &to) == 0 && from.st_dev == to.st_dev && from.st_ino == to.st_ino)
		return err_note(cx, ERR_INPUT, "%s is the database itself", file);
	return OK;
}

/* When root restores, the new file keeps the owner of the old one. */
static enum err take_after(struct cx *cx, const char *database, const char *draft)
{
	const char *slash = strrchr(database, '/');
	const char *folder =
		slash ? arena_strndup(cx->arena, database, (size_t)(slash - database + 1)) : ".";
	struct stat like;

	if (stat(database, &like) != 0 && stat(folder, &like) != 0)
		return fail(cx, folder);
	if (chmod(draft, 0640) != 0 ||
		(geteuid() == 0 && chown(draft, like.st_uid, like.st_gid) != 0))
		return fail(cx, draft);
	return OK;
}

/*
 * Keeps the old database under another name. This comes before the rename, so a
 * crash leaves one of the two in place. The write-ahead log that a crash may
 * have left belongs to the old database and moves with it.
 */
static enum err put_aside(struct cx *cx, const char *database, const char **aside)
{
	char now[CLOCK_TEXT];
	const char *log = arena_printf(cx->arena, "%s-wal", database);
	const char *index = arena_printf(cx->arena, "%s-shm", database);

	*aside = NULL;
	if (access(database, F_OK) != 0)
		return OK;
	clock_text(cx->now_ms, now);
	*aside = arena_printf(
		cx->arena, "%s.%.10s-before-restore-%" PRId64, database, now, cx->now_ms);
	if (link(database, *aside) != 0 && rename(database, *aside) != 0)
		return fail(cx, *aside);
	if (rename(log, arena_printf(cx->arena, "%s-wal", *aside)) != 0 && errno != ENOENT)
		return fail(cx, log);
	if (unlink(index) != 0 && errno != ENOENT)
		return fail(cx, index);
	return OK;
}

static enum err fill_draft(struct cx *cx, const char *file, const char *database, const char *draft,
	const char **aside)
{
	TRY(store_copy_file(cx, file, draft));
	TRY(take_after(cx, database, draft));
	return put_aside(cx, database, aside);
}

/* The database must be held. */
static enum err put_in_place(
	struct cx *cx, const char *file, const char *database, const char **aside)
{
	struct outfile f;

	*aside = NULL;
	TRY(outfile_begin(cx, database, MEETING_REPLACES, &f));
	return outfile_end(cx, &f, fill_draft(cx, file, database, f.draft, aside));
}

static void tell(struct ctl *ctl, const struct restore_args *a, const struct store_facts *facts,
	const char *aside)
{
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_str(&ctl->out, "database", ctl->conf->database);
		jput_str_or_null(&ctl->out, "aside", aside);
		jput_i64(&ctl->out, "schema", facts->schema);
		jput_i64(&ctl->out, "users", facts->users);
		jput_i64(&ctl->out, "plays", facts->plays);
		jput_close(&ctl->out, '}');
		return;
	}
	ctl_say(ctl, "Restored %s from %s: %" PRId64 " users, %" PRId64 " plays.",
		ctl->conf->database, a->file, facts->users, facts->plays);
	if (aside)
		ctl_say(ctl, "The old database is now %s.", aside);
	if (facts->is_older)
		ctl_advise(ctl, "The backup is from an older version; ryot-cgi "
				"upgrades it when it starts.");
	if (access(ctl->conf->key_file, F_OK) != 0)
		ctl_advise(ctl,
			"There is no key file %s. If integrations have a server, "
			"restore it as well, or enter the keys again.",
			ctl->conf->key_file);
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct restore_args *a = args;
	const char *database = ctl->conf->database, *aside = NULL;
	struct store_facts facts;
	int hold = -1;
	enum err err;

	TRY(check_other(cx, a->file, database));
	TRY(store_examine(cx, a->file, &facts));
	err = store_hold(cx, database, &hold);
	if (err == ERR_BUSY)
		return err_note(cx, err,
			"%s. Stop the services first: systemctl stop "
			"'ryot-cgi@*.socket' 'ryot-cgi@*.service'",
			arena_strdup(cx->arena, cx->note));
	TRY(err);
	err = put_in_place(cx, a->file, database, &aside);
	if (hold >= 0)
		close(hold);
	TRY(err);
	tell(ctl, a, &facts, aside);
	return OK;
}

/* clang-format off */
static const struct arg restore_args[] = {
	{ "FILE", NULL, ARG_TEXT, ARG_NEEDED, FILE_MAX, AT(file),
		"file written by \"ryotctl backup\"" },
};
/* clang-format on */

const struct command command_restore = {
	.noun = "restore",
	.usage = "FILE",
	.summary = "Replace the database with a backup",
	.details = "Checks the whole backup first. The current database is kept "
		   "under a name with\nthe date. Services and their sockets must "
		   "be stopped.",
	.opening = OPEN_NONE,
	.args = { restore_args, NELEM(restore_args), sizeof(struct restore_args) },
	.run = run,
};
