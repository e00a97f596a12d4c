/* SPDX-License-Identifier: MIT */
/* correct.h -- titles and ids that were corrected where they come from. */
#ifndef SHARED_STORE_CORRECT_H
#define SHARED_STORE_CORRECT_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

/*
 * r->corrects are the ids of the work before. Finds it by the server's own id,
 * and gives it the title and ids of the report; ids that it has from elsewhere
 * stay. If one of the ids belongs to another work, that is the one: the
 * person's plays of it move there. Does nothing if the work is not known, or if
 * somebody else has played it.
 */
MUST_CHECK enum err store_work_correct(
	struct cx *cx, struct store *s, int64_t user_id, const struct report *r);

#endif
