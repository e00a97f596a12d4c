/* SPDX-License-Identifier: MIT */
#include "shared/db/file.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/db/disk.h"
#include "shared/db/migrate.h"
#include "shared/db/query.h"
#include "shared/db/schema.h"

/*
 * Where SQLite keeps its locks in every database file: each process that has it
 * open in WAL mode holds a read lock on these bytes (sqlite.org/fileformat2,
 * "the lock-byte page").
 */
enum { LOCK_FIRST = 0x40000000, LOCK_BYTES = 512 };

void store_release(void *store)
{
	engine_close(store);
}

/* The first row is "ok", or the first finding. */
static enum err check_sound(struct cx *cx, struct store *s, struct store_facts *out)
{
	struct query q = store_query(cx, s, &check_integrity);
	const char *found = "ok";
	enum err err;

	if (query_next(&q))
		found = col_text(&q, 0);
	err = query_end(&q);
	if (err != OK || strcmp(found, "ok") == 0)
		return err;
	out->cause = CAUSE_DAMAGED;
	return err_note(cx, ERR_STORE, "it is damaged: %s", found);
}

/* The table of people had another name up to schema 4. */
static enum err read_facts(struct cx *cx, struct store *s, struct store_facts *out)
{
	const char *users =
		out->schema > 4 ? "SELECT count(*) FROM person" : "SELECT count(*) FROM user";

	TRY(engine_number(cx, s, users, &out->users));
	return engine_number(cx, s, "SELECT count(*) FROM play", &out->plays);
}

static enum err examine(struct cx *cx, struct store *s, struct store_facts *out)
{
	TRY(migrate_version(cx, s, &out->schema));
	out->is_older = out->schema < migration_count;
	if (out->schema == 0)
		return err_note(cx, ERR_CONF, "it is empty");
	TRY(check_sound(cx, s, out));
	return read_facts(cx, s, out);
}

enum err store_copy(struct cx *cx, struct store *s, const char *path)
{
	return engine_copy(cx, s, path);
}

/* Makes the note begin with the path of the file. */
static enum err named(struct cx *cx, const char *path, enum err err)
{
	const char *why = arena_strdup(cx->arena, cx->note);

	if (err == OK || strncmp(why, path, strlen(path)) == 0)
		return err;
	return err_note(cx, err, "%s: %s", path, why);
}

enum err store_examine(struct cx *cx, const char *path, struct store_facts *out)
{
	struct arena_held held;
	struct store *s = NULL;
	enum err err = engine_open(cx, path, STORE_READ, &s);

	*out = (struct store_facts){ 0 };
	arena_hold(cx->arena, &held, store_release, s);
	err = err != OK ? err : migrate_check(cx, s, path);
	err = err != OK ? err : examine(cx, s, out);
	arena_let_go(cx->arena, &held);
	if (err == ERR_CONF)
		out->cause = CAUSE_FOREIGN;
	else if (err != OK && out->cause == CAUSE_NONE)
		out->cause = engine_cause(s);
	engine_close(s);
	err = named(cx, path, err);
	if ((out->cause != CAUSE_LOCKED && out->cause != CAUSE_DISK) || !disk_lacks_locks(cx, path))
		return err;
	out->cause = CAUSE_NO_LOCKS;
	return ERR_STORE;
}

enum err store_open_copy(struct cx *cx, const char *path, struct store **out)
{
	struct arena_held held;
	enum err err = engine_open(cx, path, STORE_READ, out);

	arena_hold(cx->arena, &held, store_release, *out);
	err = named(cx, path, err != OK ? err : migrate_check(cx, *out, path));
	arena_let_go(cx->arena, &held);
	return err;
}

static enum err held_by(struct cx *cx, const char *path, int fd)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_FIRST, .l_len = LOCK_BYTES
	};

	if (fcntl(fd, F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
		lock.l_pid = 0;
	return err_note(
		cx, ERR_BUSY, "%s is open in another program (%ld)", path, (long)lock.l_pid);
}

enum err store_hold(struct cx *cx, const char *path, int *fd)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_FIRST, .l_len = LOCK_BYTES
	};
	enum err err;

	*fd = open(path, O_RDWR | O_CLOEXEC);
	if (*fd < 0 && errno == ENOENT)
		return OK;
	if (*fd < 0)
		return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
	if (fcntl(*fd, F_SETLK, &lock) == 0)
		return OK;
	if (errno == EACCES || errno == EAGAIN)
		err = held_by(cx, path, *fd);
	else
		err = err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
	close(*fd);
	*fd = -1;
	return err;
}

static const char *name_of(struct cx *cx, uid_t id)
{
	char room[1024];
	struct passwd user, *found = NULL;

	if (getpwuid_r(id, &user, room, sizeof(room), &found) == 0 && found)
		return arena_strdup(cx->arena, user.pw_name);
	return arena_printf(cx->arena, "user %ld", (long)id);
}

/* A file that is not there is not closed. */
static bool is_closed(struct cx *cx, const char *path, int mode)
{
	struct stat file;

	if (access(path, mode) == 0 || errno != EACCES || stat(path, &file) != 0)
		return false;
	(void)!err_note(cx, ERR_CONF,
		"%s belongs to %s (mode %04o), and %s may not %s it; "
		"`ryotctl doctor`, as root, says what to do",
		path, name_of(cx, file.st_uid), (unsigned)file.st_mode & 07777,
		name_of(cx, geteuid()), mode & X_OK ? "write to" : "read and write");
	return true;
}

bool store_is_closed_to_us(struct cx *cx, const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	const char *slash = strrchr(path, '/');
	const char *folder =
		slash ? arena_strndup(cx->arena, path, (size_t)(slash - path + 1)) : ".";

	for (size_t i = 0; i < NELEM(suffixes); i++)
		if (is_closed(cx, arena_printf(cx->arena, "%s%s", path, suffixes[i]), R_OK | W_OK))
			return true;
	return is_closed(cx, folder, W_OK | X_OK);
}
