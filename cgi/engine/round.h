/* SPDX-License-Identifier: MIT */
/* round.h -- the requests that share one commit, and their answers. */
#ifndef CGI_ENGINE_ROUND_H
#define CGI_ENGINE_ROUND_H

#include "cgi/http/route.h"
#include "shared/base/unit.h"

/* Enough to share a commit well, few enough that nobody waits long. */
enum { ROUND_MAX = 256 };

/*
 * Of memory. A request that wants more than its part is refused with a 413. A
 * round that is half full runs no further handler: those requests get a 503.
 */
enum { ROUND_CEILING = 256 << 20, REQUEST_CEILING = 64 << 20 };

/* What one person has had of a round. */
struct share {
	int64_t user_id;
	int64_t spent_us; /* in handlers */
	size_t places;
};

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
	bool was_cut;              /* the last part ended early, for want of memory */
};

struct round {
	struct exchange list[ROUND_MAX];
	size_t count;
	struct share shares[ROUND_MAX];
	size_t sharers;
	size_t bytes;     /* of all bodies */
	int64_t began_us; /* when the first was read, by metrics_clock_us */
	/*
	 * The previous round: how long its commit took, when it was answered.
	 */
	int64_t commit_us, answered_us;
};

/*
 * Runs a part of the request within its ceiling. If it is cut, the answer is
 * that from before it, and no statement of it is left open.
 */
MUST_CHECK enum err exchange_run(struct exchange *x, unit_fn *part);

bool round_has_room(const struct cx *cx, const struct round *round);

/*
 * How long to hold the commit for more requests. A client that was just
 * answered usually sends its next request at once; waiting up to one commit
 * time lets it share this fsync. Zero on a fast disk or when idle.
 */
int round_patience_ms(const struct round *round);

/*
 * Reads one request into the round and does everything for it that needs no
 * transaction. False: destroy the connection.
 */
MUST_CHECK bool round_read(
	struct cx *cx, const struct app *app, struct round *round, struct conn *conn);

/* Runs what is pending and commits; afterwards every answer is final. */
void round_serve(struct cx *cx, const struct app *app, struct round *round);

/* Sends the answer. False: the connection is over, destroy it. */
MUST_CHECK bool round_answer(struct cx *cx, struct exchange *x);

#endif
