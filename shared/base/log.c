/* SPDX-License-Identifier: MIT */
#include "shared/base/log.h"

#include "shared/base/utf8.h"

/* A global: a process has one log, set up once before the first line. */
static enum log_level level = LOG_LEVEL_INFO;

enum log_level log_level_parse(const char *name)
{
	if (strcmp(name, "error") == 0)
		return LOG_LEVEL_ERROR;
	if (strcmp(name, "warning") == 0)
		return LOG_LEVEL_WARNING;
	return strcmp(name, "debug") == 0 ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
}

void log_limit(enum log_level most)
{
	level = most == LOG_LEVEL_INFO ? LOG_LEVEL_WARNING : most;
}

void log_open(enum log_level most)
{
	static char buffer[64 << 10]; /* setvbuf keeps it */

	level = most;
	setvbuf(stderr, buffer, _IOFBF, sizeof(buffer));
}

void log_flush(void)
{
	fflush(stderr);
}

PRINTF(2, 0)
static void format_line(enum log_level at, const char *format, va_list args)
{
	if (at > level)
		return;
	fprintf(stderr, "<%d>", (int)at);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	if (at <= LOG_LEVEL_WARNING)
		fflush(stderr);
}

#define LINE(at)                                                                                   \
	do {                                                                                       \
		va_list args;                                                                      \
		va_start(args, format);                                                            \
		format_line(at, format, args);                                                     \
		va_end(args);                                                                      \
	} while (0)

void log_error(const char *format, ...)
{
	LINE(LOG_LEVEL_ERROR);
}

void log_warning(const char *format, ...)
{
	LINE(LOG_LEVEL_WARNING);
}

void log_info(const char *format, ...)
{
	LINE(LOG_LEVEL_INFO);
}

void log_debug(const char *format, ...)
{
	LINE(LOG_LEVEL_DEBUG);
}

enum { QUOTED_MAX = 120, LINE_MAX_BYTES = 2000 };

static void put_quoted(struct buf *b, const char *text)
{
	size_t length = strlen(text), step;

	if (length > QUOTED_MAX)
		length = utf8_cut(text, QUOTED_MAX);
	buf_add(b, "\"", 1);
	for (size_t i = 0; i < length; i += step) {
		unsigned code;

		step = utf8_tame(&text[i]);
		if (step > length - i)
			step = length - i;
		buf_add(b, &text[i], step);
		if (step > 0)
			continue;
		step = utf8_awkward(&text[i], &code);
		if (step == 0) {
			step = 1;
			buf_add(b, &text[i], 1);
		} else if (code < 0x100) {
			buf_addf(b, "\\x%02x", code);
		} else {
			buf_addf(b, "\\u%04x", code);
		}
	}
	buf_add(b, "\"", 1);
}

const char *log_quote(struct arena *a, const char *text)
{
	struct buf b;

	buf_init(&b, a, 6 * QUOTED_MAX + 2);
	put_quoted(&b, text);
	return b.text;
}

void log_begin(struct buf *line, struct arena *a, const char *what)
{
	buf_init(line, a, LINE_MAX_BYTES);
	buf_puts(line, what);
}

static void put_key(struct buf *line, const char *key)
{
	buf_add(line, " ", 1);
	buf_puts(line, key);
	buf_add(line, "=", 1);
}

void log_field(struct buf *line, const char *key, const char *word)
{
	put_key(line, key);
	buf_puts(line, word);
}

void log_field_i64(struct buf *line, const char *key, int64_t number)
{
	put_key(line, key);
	buf_add_i64(line, number);
}

void log_field_quoted(struct buf *line, const char *key, const char *text)
{
	put_key(line, key);
	put_quoted(line, text);
}

void log_line(const char *line)
{
	const char prefix[] = { '<', '0' + LOG_LEVEL_INFO, '>', '\0' };

	if (level < LOG_LEVEL_INFO)
		return;
	fputs(prefix, stderr);
	fputs(line, stderr);
	fputc('\n', stderr);
}
