/* SPDX-License-Identifier: MIT */
/*
 * aside.h -- requests that wait for a password to be hashed, outside any round.
 *
 * At most two child processes hash at a time; the others wait in a queue. A
 * request is kept with its body and its connection, and takes part in a round
 * again, from its start, when its hash is there or its child was killed. What
 * an aside holds is wiped before it is freed.
 */
#ifndef CGI_ENGINE_ASIDE_H
#define CGI_ENGINE_ASIDE_H

#include "cgi/access/hashing.h"

enum { HASHERS = 2, ASIDES_MAX = 64 };

struct aside {
	struct conn *conn; /* not owned */
	struct hashed hashed;
	char *body;
	size_t length; /* of the body */
	struct aside *next;
};

struct hasher {
	int fd;              /* of its child; readable when that has ended */
	struct aside *aside; /* NULL: idle */
};

struct aside_queue {
	struct aside *first, *last;
};

struct asides {
	struct hasher hashers[HASHERS];
	struct aside_queue waiting, ready;
	size_t count; /* all of them, those in a round included */
};

/*
 * Queues a request with its task. *aside is NULL for a new one, or what
 * aside_next returned. False, and nothing is changed: there are too many.
 */
MUST_CHECK bool aside_put(struct asides *all, struct aside **aside, struct conn *conn,
	const struct req *req, const struct hash_task *task);

/* A hasher that has just begun; NULL: none is idle, or nothing is waiting. */
struct hasher *aside_start(struct cx *cx, struct asides *all);

/* Its child has ended; what it hashed for is ready. Closes fd. */
void aside_end(struct asides *all, struct hasher *hasher);

/* Without a result: all that are waiting or being hashed are ready. */
void aside_give_up(struct asides *all);

/* The next one that is ready, or NULL. Free it when it is answered. */
struct aside *aside_next(struct asides *all);
void aside_free(struct asides *all, struct aside *aside); /* accepts NULL */

#endif
