/* SPDX-License-Identifier: MIT */
/*
 * call.h -- one request on its way through its handlers, and its answer.
 *
 * A handler gets a call and nothing else. The strings and structs it points to
 * are valid until the answer is sent.
 */
#ifndef CGI_HTTP_CALL_H
#define CGI_HTTP_CALL_H

#include "cgi/http/response.h"
#include "shared/base/conf.h"
#include "shared/db/db.h"

enum { PARAMS_MAX = 2 };

struct form;
struct hashed;
struct visitor;

struct call;
struct incoming;
struct verdict;

/* On an error, what the handler wrote is undone and the error is the answer. */
typedef enum err call_fn(struct call *c);

/*
 * Reports that a handler leaves to the round, which applies those of all its
 * requests together: shared/actions/receive.h. Then `answer` has the verdicts.
 */
struct submitted {
	const struct incoming *list;
	size_t count;
	struct verdict *verdicts; /* room for `count` */
	enum err (*answer)(const struct call *c);
};

/* What the process has, for its whole life. */
struct app {
	struct store *writer;
	struct store *reader; /* a connection that cannot write */
	const struct conf *conf;
};

struct call {
	struct cx *cx;
	const struct app *app;
	/*
	 * The writer inside the transaction and for a row with APART, the
	 * reader for others.
	 */
	struct store *store;
	const struct req *req;
	const char *params[PARAMS_MAX]; /* the path's ":name" parts, in order */
	const struct form *form;        /* never NULL for a page or the API */
	const struct visitor *visitor;  /* the same */
	const struct hashed *hashed;    /* passwords; NULL: none yet. See hashing.h */
	const void *work;               /* what `before` prepared for `inside`; see route.h */
	struct submitted *submitted;    /* by `inside`; NULL: nothing */
	struct res *res;
	struct buf *out; /* the body of res */
};

/* The number in the path's first ":name"; anything else is ERR_NOT_FOUND. */
MUST_CHECK enum err call_id(const struct call *c, int64_t *id);

/* ERR_NOT_FOUND, for a thing that is absent or belongs to somebody else. */
enum err call_not_found(const struct call *c);

#endif
