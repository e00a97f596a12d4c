/* SPDX-License-Identifier: MIT */
/* exchange.h -- one request of a round, its answer, and what it may cost. */
#ifndef CGI_ENGINE_EXCHANGE_H
#define CGI_ENGINE_EXCHANGE_H

#include "cgi/http/route.h"
#include "shared/base/unit.h"

/*
 * Of memory. A request that wants more than its part is refused with a 413. A
 * round that is half full runs no further handler: those requests get a 503.
 */
enum { ROUND_CEILING = 256 << 20, REQUEST_CEILING = 64 << 20 };
/* For the answer to an error, for the line of the log, and for sending. */
enum { EXCHANGE_WORDS = 1 << 20 };

/* What one person has had of a round. */
struct share {
	int64_t user_id;
	int64_t spent_us; /* in handlers */
	size_t places;
};

struct aside;
struct round;

struct exchange {
	struct conn *conn;
	struct req req;
	struct res res;
	struct call call;          /* with pointers to the two above */
	const struct route *route; /* NULL: no such address */
	struct round *round;       /* that it is part of */
	struct share *share;       /* NULL: nobody's, or a sender's */
	bool is_pending;           /* admitted, and its row has an `inside` */
	struct res prepared;       /* what each run of `inside` starts from */
	struct aside *aside;       /* it was put aside before; or NULL */
	bool is_aside;             /* it is again: no part of this round */
	bool was_cut;              /* the last part ended early, for want of memory */
};

/* Does a person look at the answer, or a program? */
bool exchange_is_for_person(const struct exchange *x);

/*
 * Makes the answer to an error, with the note of the context; without memory
 * for a description, the status has to do.
 */
void exchange_fail(struct exchange *x, enum err err);

/*
 * Runs a part of the request within its ceiling. If it is cut, the answer is
 * that from before it, and no statement of it is left open.
 */
MUST_CHECK enum err exchange_run(struct exchange *x, unit_fn *part);

/* Clears the error left by the previous request of the round. */
void exchange_start(struct cx *cx);

/*
 * ERR_BUSY: what requests need adds up, so the last ones of a full round must
 * try again.
 */
MUST_CHECK enum err exchange_check_room(struct cx *cx);

/* A truncated answer is an error. */
MUST_CHECK enum err exchange_check_answer(const struct exchange *x);

/* ERR_SLOW: the person has had all their places in the round. */
MUST_CHECK enum err exchange_check_share(const struct exchange *x);

/*
 * Runs a handler that may not keep others waiting: ERR_SLOW after a second in
 * the store, or when the person has had their part of the round.
 */
MUST_CHECK enum err exchange_handle(struct exchange *x, call_fn *handler);

/* A unit_fn: logs and counts the answer of an exchange, which is final. */
MUST_CHECK enum err exchange_record(struct cx *cx, void *exchange);

#endif
