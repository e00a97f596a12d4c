/* SPDX-License-Identifier: MIT */
/*
 * migrate.c -- see migrate.h. Two programs may open a new file at once: the
 * version is read again inside the lock, so one migrates and the other finds
 * it done.
 */
#include "shared/db/migrate.h"

#include "shared/base/clock.h"
#include "shared/db/engine.h"
#include "shared/db/schema.h"

/* "Ryot" in ASCII; stored in the file header, so `file` can identify it too. */
enum { APPLICATION_ID = 0x52796f74 };

static enum err check_owner(struct cx *cx, struct store *s, const char *path)
{
	int64_t id = 0, tables = 0;

	/*
	 * In this order, because another process may be creating both right
	 * now.
	 */
	TRY(engine_number(cx, s, "SELECT count(*) FROM sqlite_schema", &tables));
	TRY(engine_number(cx, s, "PRAGMA application_id", &id));
	if (id == APPLICATION_ID || (id == 0 && tables == 0))
		return OK;
	return err_note(
		cx, ERR_CONF, "%s is the database of another program; name another file", path);
}

/* The version is in the file header, so no table is needed. */
enum err migrate_version(struct cx *cx, struct store *s, int64_t *version)
{
	return engine_number(cx, s, "PRAGMA user_version", version);
}

static enum err read_version(struct cx *cx, struct store *s, const char *path, int64_t *version)
{
	TRY(migrate_version(cx, s, version));
	if (*version > migration_count)
		return err_note(cx, ERR_CONF,
			"%s was written by a newer version (schema %" PRId64
			", this program knows %d); install that version again, "
			"or restore a copy from before the upgrade",
			path, *version, migration_count);
	return OK;
}

static enum err copy_beside(struct cx *cx, struct store *s, const char *path, int64_t version)
{
	char now[CLOCK_TEXT];

	clock_text(cx->now_ms, now);
	return engine_copy(cx, s,
		arena_printf(cx->arena, "%s.%.10s-v%" PRId64 "-%" PRId64, path, now, version,
			cx->now_ms));
}

static enum err apply_from(struct cx *cx, struct store *s, int64_t version)
{
	const char *stamp =
		arena_printf(cx->arena, "PRAGMA application_id = %d; PRAGMA user_version = %d",
			APPLICATION_ID, migration_count);

	for (int64_t i = version; i < migration_count; i++)
		TRY(engine_exec(cx, s, migrations[i].sql));
	return engine_exec(cx, s, stamp);
}

/* To the end of a transaction that has begun. */
static enum err migrate_rest(struct cx *cx, struct store *s, const char *path)
{
	int64_t version = 0;

	TRY(read_version(cx, s, path, &version));
	if (version < migration_count)
		TRY(apply_from(cx, s, version));
	return engine_exec(cx, s, "COMMIT");
}

static enum err migrate_locked(struct cx *cx, struct store *s, const char *path)
{
	enum err err;

	TRY(engine_exec(cx, s, "BEGIN IMMEDIATE"));
	err = migrate_rest(cx, s, path);
	if (err != OK)
		engine_rollback(s);
	return err;
}

enum err migrate_check(struct cx *cx, struct store *s, const char *path)
{
	int64_t version = 0;

	TRY(check_owner(cx, s, path));
	return read_version(cx, s, path, &version);
}

enum err migrate(struct cx *cx, struct store *s, const char *path, enum store_mode mode)
{
	int64_t version = 0;

	TRY(read_version(cx, s, path, &version));
	if (version == migration_count)
		return OK;
	if (mode == STORE_READ)
		return err_note(cx, ERR_CONF,
			"%s has an older schema (%" PRId64 " of %d); start "
			"ryot-cgi once, it brings it up to date",
			path, version, migration_count);
	if (version > 0)
		TRY(copy_beside(cx, s, path, version));
	return migrate_locked(cx, s, path);
}
