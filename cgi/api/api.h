/* SPDX-License-Identifier: MIT */
/*
 * api.h -- what all of the JSON API shares, and its handlers.
 *
 * Everything is of the person whose token was sent; what is somebody else's is
 * not there. A name that nobody knows, in the query or in the body, is refused
 * rather than passed over: a typo must not be lost in silence.
 * docs/openapi.json describes every address, and a test holds the two together.
 */
#ifndef CGI_API_API_H
#define CGI_API_API_H

#include "cgi/access/auth.h"
#include "shared/base/form.h"
#include "shared/json/read.h"
#include "shared/json/write.h"
#include "shared/store/delivery.h"
#include "shared/store/integration.h"
#include "shared/store/media.h"
#include "shared/store/server.h"

enum {
	API_BODY_MAX = 16 << 10,
	API_LIMIT = 50, /* rows of a list, unless asked for more */
	API_LIMIT_MAX = 100,
	API_LIST_BYTES = 4 << 20,
};

/* The same error; ERR_NOT_FOUND gets the note of every other missing thing. */
MUST_CHECK enum err api_outward(struct cx *cx, enum err err);

/*
 * Refuses a query with a field that is not in the list (which ends with NULL),
 * or with one of them twice.
 */
MUST_CHECK enum err api_query(struct cx *cx, const struct req *req, const char *const *names);

/* A whole number of the query; *out stays as it was when it is absent. */
MUST_CHECK enum err api_query_i64(
	struct cx *cx, const struct req *req, const char *name, struct range range, int64_t *out);

/* One of the words in the list, or NULL when it is absent. */
MUST_CHECK enum err api_query_word(struct cx *cx, const struct req *req, const char *name,
	const char *const *words, const char **out);

/*
 * "limit" and "before" of the query. What `before` holds is told by the list
 * itself, as "next": a number, or where rows are ordered by time, a moment and
 * a number.
 */
struct api_page {
	int64_t limit;
	int64_t before_ms, before_id; /* without "before": the greatest there */
};
MUST_CHECK enum err api_query_page(struct cx *cx, const struct req *req, struct api_page *out);
MUST_CHECK enum err api_query_moments(struct cx *cx, const struct req *req, struct api_page *out);
const char *api_next(struct cx *cx, int64_t id);
const char *api_next_moment(struct cx *cx, int64_t ms, int64_t id);

/* "kind" of the query, or NULL. */
MUST_CHECK enum err api_query_kind(struct cx *cx, const struct req *req, const char **out);

/* The body, an object of these members at most. */
MUST_CHECK enum err api_body(
	struct cx *cx, const struct req *req, const char *const *names, struct json *root);

/* No body, or an empty object. */
MUST_CHECK enum err api_no_body(struct cx *cx, const struct req *req);

/* {"items":[ ... ],"next":"12"}; next NULL: that was all. */
void api_list_open(struct buf *out);
void api_list_close(struct buf *out, const char *next);

void api_put_play(struct buf *out, const struct play *play);

/* ---- handlers, by file ---- */

/* deliveries.c */
handler_fn api_deliveries_get, api_delivery_get, api_delivery_replay;
handler_fn api_edit_undo;
handler_fn api_history_get;
handler_fn api_integrations_get, api_integrations_post, api_integration_get, api_integration_patch,
	api_integration_delete, api_integration_rotate, api_integration_yank;
handler_fn api_me_get;
handler_fn api_now_get;
handler_fn api_plays_get, api_play_get, api_play_complete, api_play_delete;
handler_fn api_tokens_get, api_tokens_post, api_token_delete;
handler_fn api_works_get, api_work_get;

#endif
