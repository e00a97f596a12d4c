/* SPDX-License-Identifier: MIT */
/*
 * question.h -- shows that a sender names by its own server's id only: what is
 * to be asked there, which deliveries wait for it, and what was answered.
 *
 * A question has at most one row for each integration and show, however many
 * deliveries wait for it. The answer is kept as a fact of the integration, and
 * the question is gone.
 */
#ifndef SHARED_STORE_QUESTION_H
#define SHARED_STORE_QUESTION_H

#include "shared/db/db.h"

/* What has waited longer is given up. */
#define WAITING_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

/* What is known of a show, for a report of it. */
struct show_known {
	const char *url;       /* of the server to ask, or NULL: there is none */
	const char *text;      /* the last answer, or NULL: there was none */
	int64_t good_until_ms; /* then it is asked for again */
};
MUST_CHECK enum err store_show_known(struct cx *cx, struct store *s, int64_t integration_id,
	const char *show, struct show_known *out);
MUST_CHECK enum err store_show_learn(struct cx *cx, struct store *s, int64_t integration_id,
	const char *show, const struct show_known *answer);
/* What was answered so far: the server is another one. */
MUST_CHECK enum err store_show_forget(struct cx *cx, struct store *s, int64_t integration_id);

struct question {
	int64_t id, integration_id;
	const char *show;
	int64_t failures; /* answers in a row that said nothing */
};

/* So many are open at a time: a sender can name any number of shows. */
enum { QUESTIONS_MAX = 500 };
/* Is the show among them, or is there room for it? */
MUST_CHECK enum err store_question_room(
	struct cx *cx, struct store *s, int64_t integration_id, const char *show, bool *has_room);
/* *is_new: it was not asked yet. */
MUST_CHECK enum err store_question_put(struct cx *cx, struct store *s, int64_t integration_id,
	const char *show, int64_t *id, bool *is_new);
/* The first one with an id above `after` that is due, or NULL. */
MUST_CHECK enum err store_question_next(struct cx *cx, struct store *s, int64_t integration_id,
	int64_t after, const struct question **out);
MUST_CHECK enum err store_question_failed(
	struct cx *cx, struct store *s, const struct question *question, int64_t next_ms);
MUST_CHECK enum err store_question_end(struct cx *cx, struct store *s, int64_t id);
/*
 * Those that came before that time, and that nothing waits for; and answers
 * that were good until then.
 */
MUST_CHECK enum err store_question_prune(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t before_ms);
/* All of an integration are due at once, whatever its server did before. */
MUST_CHECK enum err store_question_hurry(struct cx *cx, struct store *s, int64_t integration_id);

/* One that waits already goes on from its time. */
MUST_CHECK enum err store_waiting_put(
	struct cx *cx, struct store *s, int64_t delivery_id, int64_t question_id);
MUST_CHECK enum err store_waiting_end(struct cx *cx, struct store *s, int64_t delivery_id);

struct waiting_filter {
	int64_t integration_id;
	int64_t question_id; /* 0: any */
	int64_t before_ms;   /* that wait since then or longer */
};
enum { WAITING_LIST_MAX = 200 };
/* Ids of deliveries, by the times of their last receipt. */
MUST_CHECK enum err store_waiting_list(struct cx *cx, struct store *s,
	const struct waiting_filter *filter, int64_t ids[static WAITING_LIST_MAX], size_t *count);

/* How many of an integration wait, and since when the first; 0 for none. */
struct waiting_census {
	int64_t count, since_ms;
};
MUST_CHECK enum err store_waiting_census(
	struct cx *cx, struct store *s, int64_t integration_id, struct waiting_census *out);

#endif
