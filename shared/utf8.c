/* SPDX-License-Identifier: MIT */
#include "shared/utf8.h"

/* Octets of the character at `at`, or 0 when it is none. */
static size_t char_length(const unsigned char *at, size_t left)
{
	static const struct lead {
		unsigned char from, to, second_from, second_to, length;
	} leads[] = {
		/* clang-format off */
		{ 0x01, 0x7f, 0x80, 0xbf, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
		/* clang-format on */
	};
	const struct lead *l = leads;

	while (l < leads + NELEM(leads) && (*at < l->from || *at > l->to))
		l++;
	if (l == leads + NELEM(leads) || l->length > left)
		return 0;
	if (l->length > 1 && (at[1] < l->second_from || at[1] > l->second_to))
		return 0;
	for (size_t i = 2; i < l->length; i++)
		if (at[i] < 0x80 || at[i] > 0xbf)
			return 0;
	return l->length;
}

bool utf8_is_text(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text;

	while (length > 0) {
		size_t n = char_length(at, length);

		if (n == 0)
			return false;
		at += n;
		length -= n;
	}
	return true;
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
	return (*code >= 0x202a && *code <= 0x202e) ||
			       (*code >= 0x2066 && *code <= 0x2069)
		       ? 3
		       : 0;
}
