/* SPDX-License-Identifier: MIT */
/* import_line.h -- private to import: parses a line of JSON. */
#ifndef SHARED_ACTIONS_IMPORT_LINE_H
#define SHARED_ACTIONS_IMPORT_LINE_H

#include "shared/json/read.h"
#include "shared/store/list.h"
#include "shared/store/opinion.h"
#include "shared/store/transfer.h"

/* Checks the first line: format and version. */
MUST_CHECK enum err import_read_header(struct cx *cx, struct json root);

MUST_CHECK enum err import_read_play(struct cx *cx, struct json in, struct transfer_play *out);
MUST_CHECK enum err import_read_sitting(
	struct cx *cx, struct json in, struct transfer_sitting *out);

/* What a person says of a work. */
struct import_opinion {
	struct report work;
	struct opinion said; /* note: NULL for none */
	bool is_wanted;      /* it is on the watchlist */
	const char *lists[LISTS_MAX];
	size_t count;
};
MUST_CHECK enum err import_read_opinion(struct cx *cx, struct json in, struct import_opinion *out);

/* Checks the counts in the last line against those that were read. */
MUST_CHECK enum err import_check_end(
	struct cx *cx, struct json in, int64_t plays, int64_t sittings);

#endif
