/* SPDX-License-Identifier: MIT */
/*
 * scan.h -- checks that a text is JSON and notes where its values are.
 *
 * One pass over the text decides whether it is JSON to the letter of RFC 8259:
 * UTF-8 without NUL, no comments, no trailing comma, no number outside the
 * grammar. It notes where values are; nothing is copied or converted. Few
 * values of a body are read, so the scan can leave out every member whose key
 * is not asked for, at every level. The verdict always covers the whole text.
 */
#ifndef SHARED_JSON_SCAN_H
#define SHARED_JSON_SCAN_H

#include "shared/base/arena.h"

enum {
	SCAN_DEPTH_MAX = 32, /* nested arrays and objects */
	SCAN_KEYS_MAX = 64,  /* in the list of keys */
};

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/* A value, which points into the text: the text must outlive it. */
struct json_value {
	enum json_kind kind;
	/*
	 * As it is written; a string without its quotes and with its escapes
	 * replaced. It may hold a NUL, and is not NUL-terminated.
	 */
	const char *text;
	uint32_t length;
	uint32_t key_length;
	const char *key; /* of a member; the same as a string */
	uint32_t count;  /* of the elements or members that are kept */
	struct json_value *first, *next;
};

struct scan {
	struct arena *arena; /* for the values; NULL: only check */
	/*
	 * The keys to keep, with NULL at the end; a list that never changes,
	 * because what is made of it is used again. A member with another key,
	 * ignoring case, is left out with everything inside it. A key written
	 * with escapes is kept: keeping too much is harmless. NULL keeps
	 * everything.
	 */
	const char *const *keys;
	size_t values_max; /* more values are an error */

	/* Results. */
	struct json_value root;
	size_t values;     /* kept; all of them when only checking */
	const char *wrong; /* what is wrong, or NULL */
	size_t at;         /* at this byte */

	/* Private. */
	const char *text, *end;
	/* Before them, eight and sixteen bytes can be read. */
	const char *eight_end, *sixteen_end;
	bool escaped; /* the last string has escapes */
};

/*
 * The text ends with a NUL and is shorter than 2 GiB. When it returns false,
 * `wrong` and `at` say why.
 */
MUST_CHECK bool scan_text(struct scan *s, const char *text, size_t length);

#endif
