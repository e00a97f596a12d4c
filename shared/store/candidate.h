/* SPDX-License-Identifier: MIT */
/* candidate.h -- servers that people want to add, until they are checked. */
#ifndef SHARED_STORE_CANDIDATE_H
#define SHARED_STORE_CANDIDATE_H

#include "shared/progress/rules.h"
#include "shared/store/server.h"

enum { CANDIDATE_KEPT_MS = 60 * 60 * 1000 };

struct candidate {
	int64_t id, user_id;
	const char *user_name;
	const char *provider, *name;
	bool enabled;
	struct limits limits;
	const char *url;
	struct bytes credential;                /* sealed, for the purpose `url` */
	int64_t asked_ms, started_ms, ended_ms; /* the last two or UNSAID */
	const char *error, *error_field;        /* or NULL, as the next */
	const char *question, *greeting;
	const char *holder, *holder_id;
	int64_t integration_id; /* 0: it has not become one */
};

/* Removes those that are kept no longer, of everybody. */
MUST_CHECK enum err store_candidate_prune(struct cx *cx, struct store *s);

/* Fills in id and asked_ms; prunes first. */
MUST_CHECK enum err store_candidate_add(struct cx *cx, struct store *s, struct candidate *row);

/* *out is NULL if there is none; of anybody. */
MUST_CHECK enum err store_candidate_get(
	struct cx *cx, struct store *s, int64_t id, const struct candidate **out);
/* ERR_NOT_FOUND also if it is another person's. */
MUST_CHECK enum err store_candidate_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct candidate **out);

/* How many a person has that are not added yet. */
MUST_CHECK enum err store_candidate_count(
	struct cx *cx, struct store *s, int64_t user_id, int64_t *count);

/* Writes what came of the check; with an integration the key is forgotten. */
MUST_CHECK enum err store_candidate_end(
	struct cx *cx, struct store *s, const struct candidate *row);

/* Another person's is not removed, without an error. */
MUST_CHECK enum err store_candidate_remove(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id);

#endif
