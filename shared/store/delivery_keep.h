/* SPDX-License-Identifier: MIT */
/*
 * delivery_keep.h -- the journal, read and written for the reports of a round;
 * shared/progress/journal.h says which row keeps which report.
 */
#ifndef SHARED_STORE_DELIVERY_KEEP_H
#define SHARED_STORE_DELIVERY_KEEP_H

#include "shared/store/round.h"

/* The event ids that one delivery keeps, the newest of a run. */
enum { DELIVERY_EVENTS_MAX = 500 };

/* The entry of the event, with the row that has it. */
MUST_CHECK enum err store_event_read(struct cx *cx, struct store *s, struct known *known,
	int64_t integration_id, const char *event_id, struct journal_event **out);

/*
 * The entry of the run that the report folds into, and in `kept` the delta of
 * its body from the one that is stored.
 */
MUST_CHECK enum err store_run_read(struct cx *cx, struct store *s, struct known *known,
	struct asked *a, struct journal_run **out);

/* The entry of a run that is to end. */
MUST_CHECK enum err store_run_end_read(struct cx *cx, struct store *s, struct known *known,
	int64_t integration_id, const char *run, struct journal_run **out);

/* The rows, their bodies and events, and the plays that they touched. */
MUST_CHECK enum err store_journal_write(struct cx *cx, struct store *s, const struct known *known);

/* What a row is about; nothing if that was not said. */
MUST_CHECK enum err store_about_put(struct cx *cx, struct store *s, const struct journal_row *row);

#endif
