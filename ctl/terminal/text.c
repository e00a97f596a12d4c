/* SPDX-License-Identifier: MIT */
/* text.c -- widths from the character tables of the C library. */
#define _XOPEN_SOURCE 700 /* wcwidth() */
#include "ctl/terminal/text.h"

#include <wchar.h>

#include "shared/base/clock.h"
#include "shared/base/utf8.h"

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
		bytes = utf8_step(text, strnlen(text, UTF8_CHAR_MAX));
		if (bytes == 0)
			break;
		width += char_width(text, bytes);
	}
	return width;
}

size_t text_bytes(const char *text, size_t width)
{
	size_t fitting = 0, bytes, has = 0;

	for (; text[fitting]; fitting += bytes) {
		bytes = utf8_step(text + fitting, strnlen(text + fitting, UTF8_CHAR_MAX));
		if (bytes == 0)
			break;
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
