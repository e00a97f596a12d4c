/* SPDX-License-Identifier: MIT */
/*
 * scan.h -- is it JSON, and which part of it will be read?
 *
 * One pass over the text decides whether it is JSON to the letter of RFC 8259:
 * UTF-8 without NUL, no comments, no trailing comma, no number that the
 * grammar does not know. Building values costs many times more than looking
 * at them, and of a sender's body a few are read; so the scan can copy out
 * only those members of objects whose keys are asked for, at every level, and
 * a parser gets the copy. The verdict is always on the whole.
 */
#ifndef SHARED_SCAN_H
#define SHARED_SCAN_H

#include "shared/buf.h"

enum { SCAN_DEPTH_MAX = 32 }; /* arrays and objects, one in the other */

struct scan {
	/*
	 * With `out`: the keys that are asked for, sorted at least by their
	 * first letters, NULL behind the last. A member is left out with all
	 * that it holds when its key is none of them, in any case of letters.
	 * A key that is written with escapes is copied too: more than enough
	 * is never wrong.
	 */
	const char *const *keys;
	struct buf *out;   /* NULL: only look */
	size_t values_max; /* more of them are refused */

	/* Found out. */
	size_t values;     /* that are copied; only looking, all */
	const char *wrong; /* what is wrong, or NULL */
	size_t at;         /* the octet where */

	/* Its own. */
	const char *text, *end;
	const char *const *first[32]; /* key that begins with that letter */
};

/* The text has a NUL behind it. False: see `wrong` and `at`. */
MUST_CHECK bool scan_text(struct scan *s, const char *text, size_t length);

#endif
