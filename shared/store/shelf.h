/* SPDX-License-Identifier: MIT */
/* shelf.h -- how many works of each kind a person's library has. */
#ifndef SHARED_STORE_SHELF_H
#define SHARED_STORE_SHELF_H

#include "shared/db/db.h"
#include "shared/progress/kind.h"
#include "shared/progress/state.h"

/* Works with a play that counts. */
struct shelf {
	int64_t works, open; /* `open`: with a play in progress */
};

/* By kind; KIND_NONE has the sums. */
struct shelves {
	struct shelf kinds[KIND__COUNT];
};

MUST_CHECK enum err store_shelves(
	struct cx *cx, struct store *s, int64_t user_id, struct shelves *out);

/* Works of that kind in that state; PLAY_COMPLETED: without an open play. */
int64_t shelves_count(const struct shelves *shelves, enum kind kind, enum play_state state);

#endif
