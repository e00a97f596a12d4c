/* SPDX-License-Identifier: MIT */
/*
 * import.h -- reads what export_json has written; see docs/export.md.
 *
 * The file is untrusted and every value is checked: a wrong one is ERR_INPUT,
 * with the number of the line and the path of the value. Known plays are left
 * as they are, so importing a file twice changes nothing the second time.
 * Integrations are only counted, because their secrets are not in the file.
 *
 * The caller handles transactions. A small file fits into one, which is rolled
 * back on an error. An open transaction blocks all other writers, about a
 * second for 20,000 plays. For long files, validate first (without a store),
 * then import and commit in between. Memory use is that of one line, whatever
 * the length.
 */
#ifndef SHARED_ACTIONS_IMPORT_H
#define SHARED_ACTIONS_IMPORT_H

#include "shared/db/db.h"

struct import_counts {
	int64_t plays_added;
	int64_t plays_moved; /* known, with newer progress in the file */
	int64_t plays_known; /* left as they are */
	int64_t works_added;
	int64_t sittings;     /* added or newer than the stored ones */
	int64_t integrations; /* in the file; they are not created */
};

/*
 * Does a file that begins like this come from export_json, or is it empty?
 * Otherwise shared/actions/tracker.h may know it.
 */
bool import_is_ours(const char *bytes, size_t length);

struct import;

/*
 * In the arena of *cx; end it with import_destroy. Without a store (NULL) the
 * import only validates, and the counts stay 0.
 */
MUST_CHECK enum err import_create(
	struct cx *cx, struct store *s, int64_t user_id, struct import **out);
void import_destroy(struct import *im); /* accepts NULL */

/* The next bytes of the file, split anywhere. */
MUST_CHECK enum err import_feed(struct cx *cx, struct import *im, const char *bytes, size_t length);

/* The end of the file. ERR_INPUT if its last line is missing. */
MUST_CHECK enum err import_end(struct cx *cx, struct import *im, struct import_counts *out);

#endif
