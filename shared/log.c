/* SPDX-License-Identifier: MIT */
#include "shared/log.h"

#include "shared/buf.h"

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
	struct buf b;

	buf_init(&b, a, 600);
	buf_puts(&b, "\"");
	for (size_t i = 0; i < 120 && text[i]; i++) {
		unsigned char octet = (unsigned char)text[i];

		if (octet < 0x20 || octet == 0x7f || octet == '"' ||
			octet == '\\')
			buf_addf(&b, "\\x%02x", octet);
		else
			buf_add(&b, &text[i], 1);
	}
	buf_puts(&b, "\"");
	return b.text;
}
