/* SPDX-License-Identifier: MIT */
/*
 * candidate.h -- a server is checked before it is added.
 *
 * Pages and API store what was entered as a candidate, with the key sealed. The
 * worker asks the server; then the candidate becomes an integration, or has an
 * error to show beside its field, or a question to answer first. ryotctl asks
 * the server itself and puts the same questions.
 *
 * What was entered is kept for an hour, so that only what is wrong is entered
 * again. A key that is kept goes to the host that it was entered for and to no
 * other, like any stored one.
 */
#ifndef SHARED_ACTIONS_CANDIDATE_H
#define SHARED_ACTIONS_CANDIDATE_H

#include "shared/actions/integration.h"
#include "shared/store/candidate.h"

/* Of one person, that are not added yet. */
enum { CANDIDATES_MAX = 20 };

/*
 * Stores one, in the caller's transaction, in place of the one with *id (0:
 * none), which becomes its id. The draft is sealed. ERR_INPUT past a quota.
 * Wake the worker after the commit.
 */
MUST_CHECK enum err candidate_add(struct cx *cx, struct store *s, const struct conf *conf,
	const struct integration *row, const struct server_draft *draft, int64_t *id);

/* Its address and key, for server_draft: what is not entered anew goes on. */
struct server candidate_server(const struct candidate *row);

enum candidate_state {
	CANDIDATE_WAITING, /* the worker has not begun */
	CANDIDATE_RUNNING,
	CANDIDATE_FAILED,
	CANDIDATE_ASKS, /* a question is to be answered */
	CANDIDATE_ADDED,
};
enum candidate_state candidate_state(const struct candidate *row, int64_t now_ms);
const char *candidate_state_name(enum candidate_state state); /* "waiting" */

/* Why it failed, also when nobody wrote that down. */
const char *candidate_error(const struct candidate *row);

/*
 * What the person should be asked before this account is added, or NULL: it
 * follows another one's progress, or one that they follow already.
 */
MUST_CHECK enum err candidate_question(
	struct cx *cx, struct store *s, const struct candidate *row, const char **question);

/*
 * Adds it, in the caller's transaction, and asks for its first sync; fills in
 * integration_id. What the server said of itself goes with it. ERR_INPUT past
 * the quota.
 */
MUST_CHECK enum err candidate_become(
	struct cx *cx, struct store *s, const struct conf *conf, struct candidate *row);

/*
 * The question was answered with yes: adds it, in the caller's transaction.
 * ERR_CONFLICT when there is no question.
 */
MUST_CHECK enum err candidate_confirm(struct cx *cx, struct store *s, const struct conf *conf,
	const struct candidate *was, int64_t *integration_id);

#endif
