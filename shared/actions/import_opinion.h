/* SPDX-License-Identifier: MIT */
/*
 * import_opinion.h -- private to import: a rating, a note and lists of a work,
 * merged with what is there.
 */
#ifndef SHARED_ACTIONS_IMPORT_OPINION_H
#define SHARED_ACTIONS_IMPORT_OPINION_H

#include "shared/actions/import_line.h"

/*
 * Finds the work or adds it. A rating and a note that are there stay; lists
 * are found by their names or made, as long as there is room.
 */
MUST_CHECK enum err import_opinion_write(
	struct cx *cx, struct store *s, int64_t user_id, const struct import_opinion *in);

#endif
