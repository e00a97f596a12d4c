/* SPDX-License-Identifier: MIT */
/*
 * past_import.h -- what a person watched on their server before it was asked
 * regularly: counted first, then imported as a file of a tracker is, and taken
 * back as a whole like one (tracker.h).
 */
#ifndef SHARED_ACTIONS_PAST_IMPORT_H
#define SHARED_ACTIONS_PAST_IMPORT_H

#include "shared/actions/tracker_play.h"
#include "shared/providers/source.h"
#include "shared/store/integration.h"
#include "shared/store/past.h"
#include "shared/store/server.h"

struct past_run {
	const struct integration *integration;
	const struct server *server; /* with the person */
	enum past_wish wish;
	struct import_file file; /* of an import */
	struct tracker_counts counts;
};

/* Each in the caller's transaction. */

/* Of an import: its row, which the same import continues. */
MUST_CHECK enum err past_import_begin(struct cx *cx, struct store *s, struct past_run *run);

/*
 * Rows of an answer: counted, and imported or remembered as it was wished, with
 * the facts that came with them.
 */
MUST_CHECK enum err past_import_rows(
	struct cx *cx, struct store *s, struct past_run *run, const struct batch *batch);

/*
 * The end: from then on the server is asked regularly, unless it only looked.
 */
MUST_CHECK enum err past_import_end(struct cx *cx, struct store *s, struct past_run *run);

/* ---- what a person wants ---- */

/*
 * Chooses the person of the server whose viewings are asked for, by id or name,
 * and has what there is counted; "" for nobody. ERR_INPUT: the server has no
 * such person; ERR_CONFLICT: it cannot be asked.
 */
MUST_CHECK enum err past_choose(
	struct cx *cx, struct store *s, const struct integration *row, const char *person);

/* ERR_CONFLICT: nobody was chosen. */
MUST_CHECK enum err past_ask(
	struct cx *cx, struct store *s, const struct integration *row, enum past_wish wish);

/* A person of the server. */
struct past_person {
	const char *id, *name;
};
/* In the order of the server; NULL-terminated by a row without an id. */
const struct past_person *past_people(struct cx *cx, const struct past_state *state);

#endif
