/* SPDX-License-Identifier: MIT */
#include "shared/json/unescape.h"

#include "shared/base/utf8.h"

/* The four hexadecimal digits at `at`; the scan has checked them. */
static unsigned hex4(const char *at)
{
	unsigned code = 0;

	for (int i = 0; i < 4; i++) {
		unsigned c = (unsigned char)at[i];

		code = code << 4 | (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return code;
}

/*
 * The character of a "\u" escape, or of two that form a surrogate pair. Half a
 * pair becomes U+FFFD.
 */
static const char *long_escape(const char *at, char **to)
{
	unsigned code = hex4(at);

	at += 4;
	if (code >= 0xd800 && code < 0xdc00 && at[0] == '\\' && at[1] == 'u') {
		unsigned low = hex4(at + 2);

		if (low >= 0xdc00 && low < 0xe000) {
			code = 0x10000 + (code - 0xd800) * 0x400 + low - 0xdc00;
			at += 6;
		}
	}
	if (code >= 0xd800 && code < 0xe000)
		code = 0xfffd;
	*to += utf8_put(*to, code);
	return at;
}

size_t unescape_replace(const char *from, size_t length, char *out)
{
	static const char signs[] = "\"\\/bfnrt";
	static const char means[] = "\"\\/\b\f\n\r\t";
	const char *end = from + length;
	char *to = out;

	while (from < end) {
		if (*from != '\\') {
			*to++ = *from++;
		} else if (from[1] == 'u') {
			from = long_escape(from + 2, &to);
		} else {
			*to++ = means[strchr(signs, from[1]) - signs];
			from += 2;
		}
	}
	return (size_t)(to - out);
}
