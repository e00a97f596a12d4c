/* SPDX-License-Identifier: MIT */
#include "shared/base/shown.h"

#include "shared/base/utf8.h"

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

bool shown_is_plain(const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t n = utf8_step(text, left);

		if (n == 0 || is_hidden(text, n))
			return false;
		text += n;
		left -= n;
	}
	return true;
}

void shown_add(struct buf *b, const char *text, size_t length, const char *keep)
{
	while (length > 0) {
		size_t n = utf8_step(text, length);
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

const char *shown_text(struct arena *a, const char *text)
{
	size_t length = strlen(text);
	struct buf b;

	buf_init(&b, a, length * sizeof("\\xNN"));
	shown_add(&b, text, length, "");
	return b.text;
}
