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

#include "cgi/auth.h"
#include "cgi/form.h"
#include "shared/json.h"
#include "shared/store_delivery.h"
#include "shared/store_integration.h"
#include "shared/store_media.h"

enum {
	API_BODY_MAX = 16 << 10,
	API_LIMIT = 50, /* rows of a list, unless asked for more */
	API_LIMIT_MAX = 200,
};

/* What the row's ":id" names is not there: also when it is somebody else's. */
MUST_CHECK enum err api_missing(struct cx *cx);

/* The row's ":id"; ERR_NOT_FOUND when it is no number. */
MUST_CHECK enum err api_id(struct cx *cx, const struct req *req, int64_t *id);

/*
 * Refuses a query with a field that is not in the list (which ends with NULL),
 * or with one of them twice.
 */
MUST_CHECK enum err api_query(
	struct cx *cx, const struct req *req, const char *const *names);

/* A whole number of the query; *out stays as it was when it is absent. */
MUST_CHECK enum err api_query_i64(struct cx *cx, const struct req *req,
	const char *name, struct range range, int64_t *out);

/* One of the words in the list, or NULL when it is absent. */
MUST_CHECK enum err api_query_word(struct cx *cx, const struct req *req,
	const char *name, const char *const *words, const char **out);

/* "limit" and "before" of the query. */
struct api_page {
	int64_t limit;
	int64_t before_id; /* 0: from the beginning */
};
MUST_CHECK enum err api_query_page(
	struct cx *cx, const struct req *req, struct api_page *out);

/*
 * The body, an object of these members at most; for json_close. With an empty
 * list no body will do as well.
 */
MUST_CHECK enum err api_body(struct cx *cx, const struct req *req,
	const char *const *names, struct json *root);

/* {"items":[ ... ],"next":"12"}; next 0: that was all. */
void api_list_open(struct buf *out);
void api_list_close(struct buf *out, int64_t next);

void api_put_ids(struct buf *out, const struct ids *ids);

/* ---- handlers, by file ---- */

/* deliveries.c */
handler_fn api_deliveries_get, api_delivery_get, api_delivery_replay;
/* integrations.c */
handler_fn api_integrations_get, api_integrations_post, api_integration_get,
	api_integration_patch, api_integration_delete, api_integration_rotate;
/* me.c */
handler_fn api_me_get;
/* tokens.c */
handler_fn api_tokens_get, api_tokens_post, api_token_delete;

#endif
