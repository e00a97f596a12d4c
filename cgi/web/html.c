/* SPDX-License-Identifier: MIT */
/* html.c -- escaping. */
#include "cgi/web/html.h"

/*
 * The replacement for the character at that place, and the character's size in
 * bytes: markup is escaped, and control characters, which HTML forbids, are
 * replaced. NULL: it may stay.
 */
static const char *escape_of(const char *at, size_t *size)
{
	static const char unknown[] = "\xef\xbf\xbd";
	const unsigned char *u = (const unsigned char *)at;

	*size = 1;
	switch (*at) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return NULL;
	}
	if (u[0] < 0x20 || u[0] == 0x7f)
		return unknown;
	*size = 2;
	return u[0] == 0xc2 && u[1] < 0xa0 ? unknown : NULL;
}

static void put_escaped(struct buf *out, const char *text)
{
	const char *from = text;

	while (*text) {
		size_t size;
		const char *escape = escape_of(text, &size);

		if (!escape) {
			text++;
			continue;
		}
		buf_add(out, from, (size_t)(text - from));
		buf_puts(out, escape);
		text += size;
		from = text;
	}
	buf_add(out, from, (size_t)(text - from));
}

/* Writes the value of a conversion and returns the length of its specifier. */
static size_t put_value(struct buf *out, const char *spec, va_list *args)
{
	if (*spec == '%') {
		buf_add(out, "%", 1);
		return 1;
	}
	if (*spec == 's') {
		put_escaped(out, va_arg(*args, const char *));
		return 1;
	}
	if (*spec == 'd') {
		buf_add_i64(out, va_arg(*args, int));
		return 1;
	}
	if (strncmp(spec, "zu", 2) == 0) {
		buf_addf(out, "%zu", va_arg(*args, size_t));
		return 2;
	}
	ASSERT(strncmp(spec, PRId64, strlen(PRId64)) == 0);
	buf_add_i64(out, va_arg(*args, int64_t));
	return strlen(PRId64);
}

void htmlf(struct buf *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	while (*format) {
		size_t plain = strcspn(format, "%");

		buf_add(out, format, plain);
		format += plain;
		if (*format)
			format += 1 + put_value(out, format + 1, &args);
	}
	va_end(args);
}
