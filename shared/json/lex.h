/* SPDX-License-Identifier: MIT */
/*
 * lex.h -- strings, numbers and words of JSON, and the blanks between them.
 *
 * Each function takes the position where its part begins and returns the
 * position after it, or NULL after lex_wrong. The NUL at the end of the text is
 * part of no value, so no function checks for the end; inside a string it is a
 * control character. The functions are in the header because a call for each of
 * them would cost more than its work.
 */
#ifndef SHARED_JSON_LEX_H
#define SHARED_JSON_LEX_H

#include "shared/json/scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LEX_INLINE static inline __attribute__((always_inline))

/* Notes what is wrong at this position; returns NULL. */
const char *lex_wrong(struct scan *s, const char *at, const char *what);

/* From the first byte of a string that is not plain to after its end. */
const char *lex_odd_string(struct scan *s, const char *at);

/* The first byte that is not plain, where few are left of the text. */
const char *lex_last_plain(const struct scan *s, const char *at);

static inline bool lex_is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline const char *lex_blanks(const char *at)
{
	if ((unsigned char)*at > ' ') /* the usual case */
		return at;
	while (lex_is_blank(*at))
		at++;
	return at;
}

static inline bool lex_is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Eight bytes as one little-endian number, on any machine. */
static inline uint64_t lex_eight(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24 |
	       (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	       (uint64_t)u[7] << 56;
}

#define LEX_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * Sets the top bit of each byte that is not plain: it was set before, or a
 * subtraction went below zero. Flipping one bit makes the quote, 0x22, a 0x20
 * and a blank a 0x22, so the same subtraction finds control characters and
 * quotes. A borrow may reach higher bytes, so only the lowest of these bits is
 * reliable, which is enough.
 */
static inline uint64_t lex_not_plain(uint64_t bytes)
{
	uint64_t quote = (bytes ^ LEX_EIGHT(2)) - LEX_EIGHT(0x21);
	uint64_t backslash = (bytes ^ LEX_EIGHT('\\')) - LEX_EIGHT(1);

	return (bytes | quote | backslash) & LEX_EIGHT(0x80);
}

LEX_INLINE const char *lex_plain_by_eight(const struct scan *s, const char *at)
{
	while (at < s->eight_end) {
		uint64_t found = lex_not_plain(lex_eight(at));

		if (found)
			return at + __builtin_ctzll(found) / 8;
		at += 8;
	}
	while (lex_is_plain((unsigned char)*at))
		at++;
	return at;
}

#ifdef __SSE2__
/*
 * A bit for each of sixteen bytes that is not plain. As a signed number, a byte
 * beyond ASCII is below the control characters.
 */
static inline unsigned lex_not_plain_of_sixteen(const char *at)
{
	__m128i bytes, found;

	memcpy(&bytes, at, sizeof(bytes));
	found = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
	found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
	return (unsigned)_mm_movemask_epi8(found);
}

/*
 * Most of a body is inside strings. Every x86-64 has these instructions, which
 * take half as many steps; the last bytes of a text are taken as elsewhere.
 */
LEX_INLINE const char *lex_plain(const struct scan *s, const char *at)
{
	for (; at < s->sixteen_end; at += 16) {
		unsigned found = lex_not_plain_of_sixteen(at);

		if (found)
			return at + __builtin_ctz(found);
	}
	return lex_last_plain(s, at);
}
#else
LEX_INLINE const char *lex_plain(const struct scan *s, const char *at)
{
	return lex_plain_by_eight(s, at);
}
#endif

/* From its opening quote to after its closing one. */
LEX_INLINE const char *lex_string(struct scan *s, const char *at)
{
	at = lex_plain(s, at + 1);
	return *at == '"' ? at + 1 : lex_odd_string(s, at);
}

static inline const char *lex_digits(struct scan *s, const char *at)
{
	if (*at < '0' || *at > '9')
		return lex_wrong(s, at, "expected a digit");
	while (*at >= '0' && *at <= '9')
		at++;
	return at;
}

static inline const char *lex_number(struct scan *s, const char *at)
{
	at += *at == '-';
	at = *at == '0' ? at + 1 : lex_digits(s, at);
	if (at && *at == '.')
		at = lex_digits(s, at + 1);
	if (at && (*at == 'e' || *at == 'E')) {
		at++;
		at = lex_digits(s, *at == '+' || *at == '-' ? at + 1 : at);
	}
	return at;
}

LEX_INLINE const char *lex_word(struct scan *s, const char *at, const char *want, size_t length)
{
	if ((size_t)(s->end - at) < length || memcmp(at, want, length) != 0)
		return lex_wrong(s, at, "expected a value");
	return at + length;
}

LEX_INLINE const char *lex_scalar(struct scan *s, const char *at, enum json_kind *kind)
{
	switch (*at) {
	case '"':
		*kind = JSON_STRING;
		return lex_string(s, at);
	case 't':
		*kind = JSON_BOOL;
		return lex_word(s, at, "true", 4);
	case 'f':
		*kind = JSON_BOOL;
		return lex_word(s, at, "false", 5);
	case 'n':
		*kind = JSON_NULL;
		return lex_word(s, at, "null", 4);
	default:
		*kind = JSON_NUMBER;
		if (*at != '-' && (*at < '0' || *at > '9'))
			return lex_wrong(s, at, "expected a value");
		return lex_number(s, at);
	}
}

#endif
