/* SPDX-License-Identifier: MIT */
#include "shared/log.h"

#include "shared/buf.h"
#include "shared/utf8.h"

/* One process, one log; set once before the first line, so a global. */
static enum log_level level = LOG_LEVEL_INFO;

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
static void line(enum log_level at, const char *format, va_list args)
{
	if (at > level)
		return;
	fprintf(stderr, "<%d>", (int)at);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	if (at <= LOG_LEVEL_WARNING)
		fflush(stderr);
}

#define LINE(at)                                                               \
	do {                                                                   \
		va_list args;                                                  \
		va_start(args, format);                                        \
		line(at, format, args);                                        \
		va_end(args);                                                  \
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

const char *log_quote(struct arena *a, const char *text)
{
	enum { QUOTED_MAX = 120 };
	size_t length = strlen(text), step;
	struct buf b;

	if (length > QUOTED_MAX)
		length = utf8_cut(text, QUOTED_MAX);
	buf_init(&b, a, 6 * QUOTED_MAX + 2);
	buf_puts(&b, "\"");
	for (size_t i = 0; i < length; i += step) {
		unsigned code;

		step = utf8_awkward(&text[i], &code);
		if (step == 0) {
			step = 1;
			buf_add(&b, &text[i], 1);
		} else if (code < 0x100) {
			buf_addf(&b, "\\x%02x", code);
		} else {
			buf_addf(&b, "\\u%04x", code);
		}
	}
	buf_puts(&b, "\"");
	return b.text;
}
