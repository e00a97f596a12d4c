/* SPDX-License-Identifier: MIT */
/* thing.h -- a thing without an id, and what its reports led to, as JSON. */
#ifndef SHARED_WIRE_THING_H
#define SHARED_WIRE_THING_H

#include "shared/base/buf.h"
#include "shared/store/thing.h"

/* Members of the open object. */
void thing_put(struct buf *out, const struct thing_row *row);

/* The choice of a thing, the same members as above. */
void thing_choice_put(struct buf *out, const struct thing *thing);

/* "deliveries", "outcomes" and, an array, "plays" of `play_count`. */
struct thing_effect {
	const struct thing_tally *tally;
	const struct thing_play *plays;
	size_t count;
	int64_t play_count; /* of all; the array may hold fewer */
};
void thing_effect_put(struct buf *out, const struct thing_effect *effect);

#endif
