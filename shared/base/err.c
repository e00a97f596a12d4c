/* SPDX-License-Identifier: MIT */
/*
 * err.c -- the table that maps a failure to an HTTP status and an exit code.
 * No other file spells such a number for a failure.
 */
#include "shared/base/err.h"

#include <sysexits.h>

static const struct row {
	const char *name;
	int http_status;
	int exit_code;
	bool passing;
} rows[] = {
	/* clang-format off */
	[OK]            = { "ok",        200, EX_OK,          false },
	[ERR_INPUT]     = { "input",     400, EX_DATAERR,     false },
	[ERR_USAGE]     = { "usage",     400, EX_USAGE,       false },
	[ERR_AUTH]      = { "auth",      401, EX_NOPERM,      false },
	[ERR_FORBIDDEN] = { "forbidden", 403, EX_NOPERM,      false },
	[ERR_NOT_FOUND] = { "not-found", 404, EX_NOUSER,      false },
	[ERR_METHOD]    = { "method",    405, EX_USAGE,       false },
	[ERR_TOO_LARGE] = { "too-large", 413, EX_DATAERR,     false },
	[ERR_CONFLICT]  = { "conflict",  409, EX_CANTCREAT,   false },
	[ERR_TOO_MANY]  = { "too-many",  429, EX_TEMPFAIL,    false },
	[ERR_SLOW]      = { "slow",      503, EX_TEMPFAIL,    false },
	[ERR_BUSY]      = { "busy",      503, EX_TEMPFAIL,    true },
	[ERR_UPSTREAM]  = { "upstream",  502, EX_TEMPFAIL,    true },
	[ERR_STORE]     = { "store",     503, EX_IOERR,       true },
	[ERR_CONF]      = { "conf",      500, EX_CONFIG,      false },
	[ERR_INTERNAL]  = { "internal",  500, EX_SOFTWARE,    false },
	/* clang-format on */
};
_Static_assert(NELEM(rows) == ERR__COUNT, "a kind without a row");

enum err err_note(struct cx *cx, enum err kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(cx->note, sizeof(cx->note), format, args);
	va_end(args);
	return kind;
}

enum err err_field(struct cx *cx, const char *path, const char *expected, ...)
{
	va_list args;

	snprintf(cx->field, sizeof(cx->field), "%s", path);
	va_start(args, expected);
	vsnprintf(cx->expected, sizeof(cx->expected), expected, args);
	va_end(args);
	return err_note(cx, ERR_INPUT, "%s: expected %s", cx->field, cx->expected);
}

enum err err_slow(struct cx *cx)
{
	return err_note(cx, ERR_SLOW,
		"This takes too long here and was given up. Ask for less: a shorter time, or one "
		"page of a list.");
}

const char *err_name(enum err kind)
{
	return rows[kind].name;
}

int err_http_status(enum err kind)
{
	return rows[kind].http_status;
}

int err_exit_code(enum err kind)
{
	return rows[kind].exit_code;
}

bool err_is_passing(enum err kind)
{
	return rows[kind].passing;
}
