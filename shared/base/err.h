/* SPDX-License-Identifier: MIT */
/*
 * err.h -- every way to fail, once.
 *
 * A function that can fail returns an enum err and hands results out through
 * its last parameters. The kind decides what follows (HTTP status, exit code,
 * whether a retry may help); the note in the context says what happened, in
 * words for the person who has to fix it.
 */
#ifndef SHARED_BASE_ERR_H
#define SHARED_BASE_ERR_H

#include "shared/base/cx.h"

enum err {
	OK = 0,
	ERR_INPUT,     /* the sender or the caller is wrong */
	ERR_USAGE,     /* a wrong command line */
	ERR_AUTH,      /* no token, or an unknown one */
	ERR_FORBIDDEN, /* known, but not for this */
	ERR_NOT_FOUND, /* no such thing, or not yours */
	ERR_METHOD,    /* this path exists, not with this method */
	ERR_TOO_LARGE, /* over a cap */
	ERR_CONFLICT,  /* the state forbids it: a name is taken, ... */
	ERR_TOO_MANY,  /* slow down, and try again later */
	ERR_SLOW,      /* over its budget of time */
	ERR_BUSY,      /* database locked past the timeout */
	ERR_UPSTREAM,  /* the server that was asked failed or is unreachable */
	ERR_STORE,     /* disk full, read-only, corrupt, newer than us */
	ERR_CONF,      /* bad configuration */
	ERR_INTERNAL,  /* a library failed, for no fault of the caller */
	ERR__COUNT
};

/*
 * Returns the error of a call, if it has one. Memory belongs to an arena, so an
 * early return leaks nothing; a function that holds a file or a transaction
 * cleans up itself.
 */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		enum err try_err = (call);                                                         \
		if (try_err != OK)                                                                 \
			return try_err;                                                            \
	} while (0)

/* Keeps the text in cx->note and returns kind: `return err_note(...)`. */
MUST_CHECK PRINTF(3, 4) enum err err_note(struct cx *cx, enum err kind, const char *format, ...);

/*
 * For a wrong value in the input: keeps its path, what was expected, and a
 * note made of both. Returns ERR_INPUT.
 */
MUST_CHECK PRINTF(3, 4) enum err
	err_field(struct cx *cx, const char *path, const char *expected, ...);

/* The note of what was over its budget of time. Returns ERR_SLOW. */
MUST_CHECK enum err err_slow(struct cx *cx);

const char *err_name(enum err kind); /* "not-found" */
int err_http_status(enum err kind);  /* 404 */
int err_exit_code(enum err kind);    /* of <sysexits.h>, 0 for OK */
bool err_is_passing(enum err kind);  /* a retry may help */

#endif
