/* SPDX-License-Identifier: MIT */
/*
 * place.h -- where a person is in a book, as a reading program told last. Other
 * devices ask for it and go on there.
 */
#ifndef SHARED_STORE_PLACE_H
#define SHARED_STORE_PLACE_H

#include "shared/db/db.h"

enum { PLACES_MAX = 5000 /* of one person; the oldest go */ };

struct place {
	const char *document;
	const char *progress; /* in the program's own words */
	int64_t share;
	const char *device, *device_id; /* or "" */
	int64_t at_ms;
};

/* Replaces what was told of the document; at_ms is now. */
MUST_CHECK enum err store_place_put(
	struct cx *cx, struct store *s, int64_t user_id, const struct place *place);

/* *out is NULL if nothing was told of it. */
MUST_CHECK enum err store_place_get(struct cx *cx, struct store *s, int64_t user_id,
	const char *document, const struct place **out);

#endif
