/* SPDX-License-Identifier: MIT */
/* text.c -- escaping, and widths from the character tables of the C library. */
#define _XOPEN_SOURCE 700 /* wcwidth() */
#include "ctl/terminal/text.h"

#include <wchar.h>

#include "shared/base/clock.h"
#include "shared/base/utf8.h"

enum { CHAR_MAX_BYTES = 4 };

/*
 * Length of the character at `at`, or 0 if there is none. A prefix of a longer
 * character is not valid UTF-8, so the shortest valid text here is exactly one
 * character.
 */
static size_t char_bytes(const char *at, size_t left)
{
	for (size_t n = 1; n <= CHAR_MAX_BYTES && n <= left; n++)
		if (utf8_is_text(at, n))
			return n;
	return 0;
}

/* Controls (C0, DEL, C1), line separators, bidirectional controls. */
static bool is_hidden(const char *at, size_t bytes)
{
	const unsigned char *c = (const unsigned char *)at;

	if (bytes == 1)
		return c[0] < ' ' || c[0] == 0x7f;
	if (bytes == 2)
		return c[0] == 0xc2 && c[1] < 0xa0;
	if (bytes != 3 || c[0] != 0xe2)
		return false;
	return (c[1] == 0x80 && c[2] >= 0xa8 && c[2] <= 0xae) ||
	       (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

bool text_is_plain(const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t n = char_bytes(text, left);

		if (n == 0 || is_hidden(text, n))
			return false;
		text += n;
		left -= n;
	}
	return true;
}

void text_add(struct buf *b, const char *text, size_t length, const char *keep)
{
	while (length > 0) {
		size_t n = char_bytes(text, length);
		bool is_shown = n > 0 && !is_hidden(text, n);

		if (n == 0)
			n = 1;
		if (is_shown || (*text && strchr(keep, *text)))
			buf_add(b, text, n);
		else
			for (size_t i = 0; i < n; i++)
				buf_addf(b, "\\x%02x", (unsigned char)text[i]);
		text += n;
		length -= n;
	}
}

const char *text_shown(struct arena *a, const char *text)
{
	size_t length = strlen(text);
	struct buf b;

	buf_init(&b, a, length * sizeof("\\xNN"));
	text_add(&b, text, length, "");
	return b.text;
}

/*
 * Width of the character of `bytes` bytes at `at`. A character that the C
 * library does not know counts as one column.
 */
static size_t char_width(const char *at, size_t bytes)
{
	mbstate_t start = { 0 };
	wchar_t c;
	int width = -1;

	if (mbrtowc(&c, at, bytes, &start) == bytes)
		width = wcwidth(c);
	return width < 0 ? 1 : (size_t)width;
}

size_t text_width(const char *text)
{
	size_t width = 0, bytes;

	for (; *text; text += bytes) {
		bytes = char_bytes(text, strnlen(text, CHAR_MAX_BYTES));
		ASSERT(bytes > 0);
		width += char_width(text, bytes);
	}
	return width;
}

size_t text_bytes(const char *text, size_t width)
{
	size_t fitting = 0, bytes, has = 0;

	for (; text[fitting]; fitting += bytes) {
		bytes = char_bytes(text + fitting, strnlen(text + fitting, CHAR_MAX_BYTES));
		ASSERT(bytes > 0);
		has += char_width(text + fitting, bytes);
		if (has > width)
			break;
	}
	return fitting;
}

void text_time(int64_t ms, char text[static TEXT_TIME])
{
	char full[CLOCK_TEXT];

	if (ms < 0) {
		snprintf(text, TEXT_TIME, "-");
		return;
	}
	clock_text(ms, full);
	snprintf(text, TEXT_TIME, "%.10s %.5s", full, full + 11);
}
