/* SPDX-License-Identifier: MIT */
/*
 * show.h -- which show an episode belongs to, where its sender does not say it
 * but the sender's own server can be asked.
 *
 * A report of such a show waits: its delivery is stored, and so is a question,
 * once for each integration and show. The worker asks it; then the deliveries
 * that wait for it are weighed in the order of their receipt, with those times,
 * and the answer is kept for the reports to come. So a report is weighed with
 * the answer only after all that came before it.
 *
 * An answer belongs to one integration, and so to one person.
 */
#ifndef SHARED_ACTIONS_SHOW_H
#define SHARED_ACTIONS_SHOW_H

#include "shared/progress/report.h"
#include "shared/providers/lookup.h"
#include "shared/store/integration.h"
#include "shared/store/question.h"

/* What is to be made of a report that does not name its show. */
struct show_answer {
	bool is_asked;      /* nothing is known yet: it waits */
	bool is_old;        /* it holds, and the server is asked again */
	struct show show;   /* no ids: it stays unnamed */
	const char *reason; /* why it stays unnamed, or NULL: the sender's own reason */
	const char *url;    /* of the server, or NULL: there is none */
};

/* What is known of it so far. */
MUST_CHECK enum err show_recall(struct cx *cx, struct store *s, int64_t integration_id,
	const char *key, struct show_answer *out);

/* Puts it into the message, which can be weighed then, or waits. */
void show_tell(struct cx *cx, const struct show_answer *answer, struct message *m);

/*
 * Stores that the server is to be asked, and that the delivery waits for it (0:
 * none does). *is_new: it was not to be asked yet.
 */
MUST_CHECK enum err show_wait(struct cx *cx, struct store *s, int64_t integration_id,
	const char *key, int64_t delivery_id, bool *is_new);

#endif
