/* SPDX-License-Identifier: MIT */
/*
 * scan.h -- is it JSON, and where in it stands what will be read?
 *
 * One pass over the text decides whether it is JSON to the letter of RFC 8259:
 * UTF-8 without NUL, no comments, no trailing comma, no number that the
 * grammar does not know. On the way it notes where values stand: nothing is
 * copied, nothing converted. Of a sender's body a few values are read, so the
 * scan can leave out all members of objects whose keys nobody asks for, at
 * every level. The verdict is always on the whole.
 */
#ifndef SHARED_JSON_SCAN_H
#define SHARED_JSON_SCAN_H

#include "shared/base/arena.h"

enum {
	SCAN_DEPTH_MAX = 32, /* arrays and objects, one in the other */
	SCAN_KEYS_MAX = 64,  /* that are asked for */
};

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/* One value, where it stands in the text: that must stay as long as this. */
struct json_value {
	enum json_kind kind;
	/*
	 * As it is written. A string without its quotes, and its escapes
	 * replaced; it may hold a NUL, and there is none behind it.
	 */
	const char *text;
	uint32_t length;
	uint32_t key_length;
	const char *key; /* of a member, likewise a string */
	uint32_t count;  /* elements or members that are not left out */
	struct json_value *first, *next;
};

struct scan {
	struct arena *arena; /* for the values; NULL: only look */
	/*
	 * The keys that are asked for, sorted at least by their first letters,
	 * NULL behind the last. A member is left out with all that it holds
	 * when its key is none of them, in any case of letters. A key that is
	 * written with escapes is kept: more than enough is never wrong. NULL:
	 * nothing is left out.
	 */
	const char *const *keys;
	size_t values_max; /* more of them are refused */

	/* Found out. */
	struct json_value root;
	size_t values;     /* that are kept; only looking, all */
	const char *wrong; /* what is wrong, or NULL */
	size_t at;         /* the byte where */

	/* Its own. */
	const char *text, *end;
	bool escaped; /* the last string has escapes in it */
	/* The keys that begin with a letter: from..to, and how long each is. */
	struct {
		unsigned char from, to;
	} letters[32];
	size_t lengths[SCAN_KEYS_MAX];
};

/*
 * The text has a NUL behind it, and is shorter than 2 GiB. False: see `wrong`
 * and `at`.
 */
MUST_CHECK bool scan_text(struct scan *s, const char *text, size_t length);

#endif
