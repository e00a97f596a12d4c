/* SPDX-License-Identifier: MIT */
/*
 * json_reference.h -- what JSON is, once more: RFC 8259 written down byte by
 * byte, slow and plain, for the scan to be compared with. And a maker of
 * JSON that nobody would send.
 */
#ifndef TESTS_JSON_REFERENCE_H
#define TESTS_JSON_REFERENCE_H

#include "shared/base/utf8.h"
#include "shared/json/scan.h"

struct reference {
	const char *at, *end;
	size_t values;
	int depth;
};

static inline int ref_next(const struct reference *r)
{
	return r->at < r->end ? (unsigned char)*r->at : -1;
}

static inline bool ref_take(struct reference *r, int byte)
{
	if (ref_next(r) != byte)
		return false;
	r->at++;
	return true;
}

static inline void ref_blanks(struct reference *r)
{
	while (ref_take(r, ' ') || ref_take(r, '\t') || ref_take(r, '\n') || ref_take(r, '\r'))
		;
}

static inline bool ref_is_hex(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline bool ref_escape(struct reference *r)
{
	static const char short_ones[] = { '"', '\\', '/', 'b', 'f', 'n', 'r', 't' };

	for (size_t i = 0; i < NELEM(short_ones); i++)
		if (ref_take(r, short_ones[i]))
			return true;
	if (!ref_take(r, 'u'))
		return false;
	for (int i = 0; i < 4; i++, r->at++)
		if (!ref_is_hex(ref_next(r)))
			return false;
	return true;
}

static inline bool ref_string(struct reference *r)
{
	if (!ref_take(r, '"'))
		return false;
	while (!ref_take(r, '"')) {
		if (ref_next(r) < 0x20) /* the end, too */
			return false;
		if (ref_take(r, '\\')) {
			if (!ref_escape(r))
				return false;
		} else {
			r->at++;
		}
	}
	return true;
}

static inline bool ref_digits(struct reference *r)
{
	int count = 0;

	while (ref_next(r) >= '0' && ref_next(r) <= '9') {
		r->at++;
		count++;
	}
	return count > 0;
}

static inline bool ref_number(struct reference *r)
{
	ref_take(r, '-');
	if (!ref_take(r, '0') && !ref_digits(r))
		return false;
	if (ref_take(r, '.') && !ref_digits(r))
		return false;
	if (!ref_take(r, 'e') && !ref_take(r, 'E'))
		return true;
	if (!ref_take(r, '+'))
		ref_take(r, '-');
	return ref_digits(r);
}

static inline bool ref_word(struct reference *r, const char *word)
{
	for (; *word; word++)
		if (!ref_take(r, *word))
			return false;
	return true;
}

static inline bool ref_value(struct reference *r);

/* What stands between brackets: parts with commas between them. */
static inline bool ref_parts(struct reference *r, int close, bool has_keys)
{
	bool is_ok = r->depth < SCAN_DEPTH_MAX;

	r->at++;
	r->depth++;
	ref_blanks(r);
	if (is_ok && !ref_take(r, close)) {
		do {
			ref_blanks(r);
			if (has_keys) {
				is_ok = ref_string(r);
				ref_blanks(r);
				is_ok = is_ok && ref_take(r, ':');
			}
			ref_blanks(r);
			is_ok = is_ok && ref_value(r);
			ref_blanks(r);
		} while (is_ok && ref_take(r, ','));
		is_ok = is_ok && ref_take(r, close);
	}
	r->depth--;
	return is_ok;
}

static inline bool ref_value(struct reference *r)
{
	r->values++;
	switch (ref_next(r)) {
	case '{':
		return ref_parts(r, '}', true);
	case '[':
		return ref_parts(r, ']', false);
	case '"':
		return ref_string(r);
	case 't':
		return ref_word(r, "true");
	case 'f':
		return ref_word(r, "false");
	case 'n':
		return ref_word(r, "null");
	default:
		return ref_number(r);
	}
}

/* *values are those of a text that is JSON. */
static inline bool ref_is_json(const char *text, size_t length, size_t *values)
{
	struct reference r = { .at = text, .end = text + length };
	bool is_ok;

	ref_blanks(&r);
	is_ok = ref_value(&r);
	ref_blanks(&r);
	*values = r.values;
	return is_ok && r.at == r.end && utf8_is_text(text, length);
}

#endif
