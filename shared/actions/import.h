/* SPDX-License-Identifier: MIT */
/*
 * import.h -- takes over what export_json has written; docs/export.md.
 *
 * The bytes come from anywhere and are checked like any other: a wrong one is
 * ERR_INPUT, with the number of the line and the path of the value. What is
 * known already is left as it is, so the same file twice changes nothing the
 * second time. Integrations are for the person to make anew, since their
 * secrets are not in the file.
 *
 * Transactions are the caller's. A small file fits into one, which is undone on
 * an error. While it is open nobody else can write, about a second for 20,000
 * plays; so who reads long files lets an import without a store look at all of
 * it first, and then commits now and then. Memory is that of one line, however
 * long the file is.
 */
#ifndef SHARED_ACTIONS_IMPORT_H
#define SHARED_ACTIONS_IMPORT_H

#include "shared/db/db.h"

struct import_counts {
	int64_t plays_added;
	int64_t plays_moved; /* known, and further in the file */
	int64_t plays_known; /* left as they are */
	int64_t works_added;
	int64_t sittings;     /* added or newer than the stored ones */
	int64_t integrations; /* named in the file, not made */
};

struct import;

/*
 * For import_destroy. ERR_INTERNAL without memory. Without a store (NULL) it
 * only looks whether everything is right, and the counts stay 0.
 */
MUST_CHECK enum err import_create(
	struct cx *cx, struct store *s, int64_t user_id, struct import **out);
void import_destroy(struct import *im); /* takes NULL */

/* The next bytes of the file, cut anywhere. */
MUST_CHECK enum err import_feed(struct cx *cx, struct import *im, const char *bytes, size_t length);

/* That was all of it. ERR_INPUT when the file's own last line is missing. */
MUST_CHECK enum err import_end(struct cx *cx, struct import *im, struct import_counts *out);

#endif
