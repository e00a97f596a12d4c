/* SPDX-License-Identifier: MIT */
/*
 * engine.h -- private to shared/db/: what opening, migrating and copying ask of
 * the engine besides queries. Implemented in sqlite.c.
 */
#ifndef SHARED_DB_ENGINE_H
#define SHARED_DB_ENGINE_H

#include "shared/db/query.h"

/* NULL on failure. Looks neither at whose file it is nor at its schema. */
MUST_CHECK enum err engine_open(
	struct cx *cx, const char *path, enum store_mode mode, struct store **out);

/* Statements of the schema and settings, whose rows nobody reads. */
MUST_CHECK enum err engine_exec(struct cx *cx, struct store *s, const char *sql);

/* The same, tried again for as long as another process is in the way. */
MUST_CHECK enum err engine_exec_patiently(struct cx *cx, struct store *s, const char *sql);

/* The first number of the first row, whatever the schema. */
MUST_CHECK enum err engine_number(struct cx *cx, struct store *s, const char *sql, int64_t *out);

MUST_CHECK enum err engine_check_writable(struct cx *cx, struct store *s);

/* Undoes what is open, if anything; says nothing. */
void engine_rollback(struct store *s);

void engine_sleep(int ms);

/* db.c: its first row is "ok", or what is wrong. */
extern const struct statement check_integrity;

#endif
