/* SPDX-License-Identifier: MIT */
/*
 * log.h -- one line per event on standard error, in journald's form:
 *
 *     <6>hook delivery=81 integration=3 outcome=tracked reason=started
 *
 * Never pass a secret: no slug, no token, no password. Text from outside goes
 * through log_quote. Lines are buffered until log_flush, so the server writes
 * once per round and not once per request.
 */
#ifndef SHARED_BASE_LOG_H
#define SHARED_BASE_LOG_H

#include "shared/base/buf.h"

enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_INFO = 6,
	LOG_LEVEL_DEBUG = 7
};

/* Of the setting log-level, "info"; unknown names are LOG_LEVEL_INFO. */
enum log_level log_level_parse(const char *name);

/* Call it before the first line; lines above the level are dropped. */
void log_open(enum log_level most);

/*
 * For a program that prints its results itself: with LOG_LEVEL_INFO, which is
 * the default of the setting, only what is wrong is logged. Does not buffer.
 */
void log_limit(enum log_level most);
void log_flush(void);

PRINTF(1, 2) void log_error(const char *format, ...);
PRINTF(1, 2) void log_warning(const char *format, ...);
PRINTF(1, 2) void log_info(const char *format, ...);
PRINTF(1, 2) void log_debug(const char *format, ...);

/*
 * Builds a line of fields that may still be discarded; log_line writes it.
 * Without printf, because every report has such a line.
 */
void log_begin(struct buf *line, struct arena *a, const char *what);
void log_field(struct buf *line, const char *key, const char *word);
void log_field_i64(struct buf *line, const char *key, int64_t number);
void log_field_quoted(struct buf *line, const char *key, const char *text);
void log_line(const char *line); /* like log_info */

/* At most 120 bytes in double quotes, controls as \xNN or \uNNNN. */
const char *log_quote(struct arena *a, const char *text);

#endif
