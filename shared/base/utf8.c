/* SPDX-License-Identifier: MIT */
#include "shared/base/utf8.h"

static bool is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

static bool is_within(unsigned char byte, unsigned from, unsigned to)
{
	return byte >= from && byte <= to;
}

/*
 * The second byte that a lead byte allows excludes overlong forms, surrogates
 * and anything above U+10FFFF.
 */
size_t utf8_length(const char *at, size_t left)
{
	const unsigned char *u = (const unsigned char *)at;

	if (left == 0 || u[0] == 0)
		return 0;
	if (u[0] < 0x80)
		return 1;
	if (left >= 2 && is_within(u[0], 0xc2, 0xdf) && is_tail(u[1]))
		return 2;
	if (left >= 3 && is_within(u[0], 0xe0, 0xef) && is_tail(u[2]))
		return is_within(u[1], u[0] == 0xe0 ? 0xa0 : 0x80, u[0] == 0xed ? 0x9f : 0xbf) ? 3
											       : 0;
	if (left >= 4 && is_within(u[0], 0xf0, 0xf4) && is_tail(u[2]) && is_tail(u[3]))
		return is_within(u[1], u[0] == 0xf0 ? 0x90 : 0x80, u[0] == 0xf4 ? 0x8f : 0xbf) ? 4
											       : 0;
	return 0;
}

bool utf8_is_text(const char *text, size_t length)
{
	while (length > 0) {
		size_t n = utf8_length(text, length);

		if (n == 0)
			return false;
		text += n;
		length -= n;
	}
	return true;
}

static char tail_of(unsigned code)
{
	return (char)(0x80 | (code & 0x3f));
}

size_t utf8_put(char *to, unsigned code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = tail_of(code);
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = tail_of(code >> 6);
		to[2] = tail_of(code);
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = tail_of(code >> 12);
	to[2] = tail_of(code >> 6);
	to[3] = tail_of(code);
	return 4;
}

size_t utf8_cut(const char *text, size_t max)
{
	while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	return max;
}

size_t utf8_awkward(const char *at, unsigned *code)
{
	const unsigned char *u = (const unsigned char *)at;

	*code = u[0];
	if (u[0] < 0x20 || u[0] == 0x7f || u[0] == '"' || u[0] == '\\')
		return 1;
	if (u[0] == 0xc2 && u[1] >= 0x80 && u[1] <= 0x9f) {
		*code = u[1];
		return 2;
	}
	if (u[0] != 0xe2 || (u[1] != 0x80 && u[1] != 0x81))
		return 0;
	*code = 0x2000U + (u[1] & 1U) * 0x40U + (u[2] & 0x3fU);
	return (*code >= 0x202a && *code <= 0x202e) || (*code >= 0x2066 && *code <= 0x2069) ? 3 : 0;
}

size_t utf8_tame(const char *at)
{
	size_t n = 0;

	while (at[n] >= ' ' && at[n] < 0x7f && at[n] != '"' && at[n] != '\\')
		n++;
	return n;
}

/*
 * A prefix of a longer character is not valid UTF-8, so the shortest valid text
 * here is exactly one character.
 */
size_t utf8_step(const char *at, size_t left)
{
	for (size_t n = 1; n <= UTF8_CHAR_MAX && n <= left; n++)
		if (utf8_is_text(at, n))
			return n;
	return 0;
}

bool utf8_is_line(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at; at++)
		if (*at < ' ' || *at == 0x7f || (at[0] == 0xc2 && at[1] <= 0x9f))
			return false;
	return utf8_is_text(text, strlen(text));
}
