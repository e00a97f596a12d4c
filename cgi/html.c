/* SPDX-License-Identifier: MIT */
#include "cgi/html.h"

static const char *escape_of(char c)
{
	switch (c) {
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
	default:
		return NULL;
	}
}

static void put_escaped(struct buf *out, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "&<>\"'");
		const char *escape = escape_of(text[plain]);

		buf_add(out, text, plain);
		if (!escape)
			return;
		buf_puts(out, escape);
		text += plain + 1;
	}
}

/* What follows a '%'; the length of it. Another one is our bug. */
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
		buf_addf(out, "%d", va_arg(*args, int));
		return 1;
	}
	if (strncmp(spec, "zu", 2) == 0) {
		buf_addf(out, "%zu", va_arg(*args, size_t));
		return 2;
	}
	ASSERT(strncmp(spec, PRId64, strlen(PRId64)) == 0);
	buf_addf(out, "%" PRId64, va_arg(*args, int64_t));
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

const char *html_url(struct arena *a, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	char *to = arena_alloc(a, 3 * strlen(text) + 1), *at = to;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("-._~", c)) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '%';
		*at++ = digits[c >> 4];
		*at++ = digits[c & 15];
	}
	return to;
}
