/* SPDX-License-Identifier: MIT */
/*
 * restore.c -- replaces the database with a backup.
 *
 * The copy is written beside the database, checked and synced, then renamed
 * over it; the old file is kept under another name. A process that has the
 * database open would keep writing to the old file, so there must be none.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/terminal/outfile.h"
#include "shared/base/acting.h"
#include "shared/base/clock.h"
#include "shared/db/file.h"

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

/* The name in the folder of that path. */
static const char *name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/*
 * When root restores, the new file keeps the owner of the old one, or of the
 * folder. Only the open file is changed: its name may lead elsewhere by now.
 */
static enum err take_after(struct cx *cx, const struct outfile *f)
{
	int fd = fileno(f->file);
	bool is_done;
	struct stat like;

	TRY(outfile_check(cx, f));
	if (fstatat(f->folder, f->name, &like, AT_SYMLINK_NOFOLLOW) != 0 &&
		fstat(f->folder, &like) != 0)
		return fail(cx, f->path);
	acting_pause();
	is_done = fchmod(fd, 0640) == 0 &&
		  (geteuid() != 0 || fchown(fd, like.st_uid, like.st_gid) == 0);
	acting_resume();
	return is_done ? OK : fail(cx, f->draft);
}

/*
 * Keeps the old database under another name. This comes before the rename, so a
 * crash leaves one of the two in place. The write-ahead log that a crash may
 * have left belongs to the old database and moves with it.
 */
static enum err put_aside(struct cx *cx, const struct outfile *f, const char **aside)
{
	char now[CLOCK_TEXT];
	const char *log = arena_printf(cx->arena, "%s-wal", f->name);
	const char *index = arena_printf(cx->arena, "%s-shm", f->name), *to;
	int at = f->folder;
	struct stat what;

	*aside = NULL;
	if (fstatat(at, f->name, &what, AT_SYMLINK_NOFOLLOW) != 0)
		return OK;
	clock_text(cx->now_ms, now);
	*aside = arena_printf(
		cx->arena, "%s.%.10s-before-restore-%" PRId64, f->path, now, cx->now_ms);
	to = name_in(*aside);
	if (linkat(at, f->name, at, to, 0) != 0 && renameat(at, f->name, at, to) != 0)
		return fail(cx, *aside);
	if (renameat(at, log, at, arena_printf(cx->arena, "%s-wal", to)) != 0 && errno != ENOENT)
		return fail(cx, log);
	if (unlinkat(at, index, 0) != 0 && errno != ENOENT)
		return fail(cx, index);
	return OK;
}

static enum err fill_draft(
	struct cx *cx, struct store *backup, const struct outfile *f, const char **aside)
{
	TRY(store_copy(cx, backup, f->draft));
	TRY(take_after(cx, f));
	return put_aside(cx, f, aside);
}

static enum err replace(
	struct cx *cx, struct store *backup, const char *database, const char **aside)
{
	struct outfile f;

	TRY(outfile_begin(cx, database, MEETING_REPLACES, &f));
	return outfile_end(cx, &f, fill_draft(cx, backup, &f, aside));
}

static enum err replace_as_owner(
	struct cx *cx, struct store *backup, const char *database, const char **aside)
{
	enum err err;

	TRY(acting_begin(cx, database));
	err = replace(cx, backup, database, aside);
	acting_end();
	return err;
}

/*
 * The backup is opened with root's rights, because it may be root's alone. What
 * happens in the folder of the database happens with those of its owner.
 */
static enum err put_in_place(
	struct cx *cx, const char *file, const char *database, const char **aside)
{
	struct arena_held held;
	struct store *backup = NULL;
	enum err err = store_open_copy(cx, file, &backup);

	*aside = NULL;
	arena_hold(cx->arena, &held, store_release, backup);
	err = err != OK ? err : replace_as_owner(cx, backup, database, aside);
	arena_let_go(cx->arena, &held);
	store_close(backup);
	return err;
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
	TRY(acting_begin(cx, database));
	err = store_hold(cx, database, &hold);
	acting_end();
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
	{ "FILE", NULL, ARG_TEXT, ARG_NEEDED, FILE_NAME_MAX, AT(file),
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
