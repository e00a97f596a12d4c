/* SPDX-License-Identifier: MIT */
/*
 * api.h -- the handlers of the JSON API, and what they share.
 *
 * A handler sees only what belongs to the person whose token was sent; for
 * everything else the answer is 404. An unknown name in the query or in the
 * body is refused, because an ignored typo would go unnoticed.
 * docs/openapi.json describes every address; a test compares the two.
 */
#ifndef CGI_API_API_H
#define CGI_API_API_H

#include "cgi/access/auth.h"
#include "shared/base/form.h"
#include "shared/json/read.h"
#include "shared/json/write.h"
#include "shared/store/delivery.h"
#include "shared/store/integration.h"
#include "shared/store/play.h"
#include "shared/store/server.h"

enum {
	API_BODY_MAX = 16 << 10,
	API_LIMIT = 50, /* rows of a list, by default */
	API_LIMIT_MAX = 100,
	API_LIST_BYTES = 4 << 20,
};

/*
 * Returns the error. ERR_NOT_FOUND gets the note of call_not_found, so that all
 * missing things look alike.
 */
MUST_CHECK enum err api_outward(const struct call *c, enum err err);

/*
 * Refuses a query with an unknown or a repeated field. The list of names ends
 * with NULL.
 */
MUST_CHECK enum err api_query(const struct call *c, const char *const *names);

/* A whole number from the query; if it is absent, *out is left alone. */
MUST_CHECK enum err api_query_i64(
	const struct call *c, const char *name, struct range range, int64_t *out);

/* A field whose value must be in the list; NULL if it is absent. */
MUST_CHECK enum err api_query_word(
	const struct call *c, const char *name, const char *const *words, const char **out);

/*
 * "limit" and "before" of the query. The value of "before" is the "next" of the
 * previous answer: an id or, where rows are ordered by time, a time and an id.
 */
struct api_page {
	int64_t limit;
	int64_t before_ms, before_id; /* INT64_MAX without "before" */
};
MUST_CHECK enum err api_query_page(const struct call *c, struct api_page *out);
MUST_CHECK enum err api_query_moments(const struct call *c, struct api_page *out);
const char *api_next(struct cx *cx, int64_t id);
const char *api_next_moment(struct cx *cx, int64_t ms, int64_t id);

/* "kind" and "state" of the query; KIND_NONE and PLAY_ANY when absent. */
MUST_CHECK enum err api_query_kind(const struct call *c, enum kind *out);
MUST_CHECK enum err api_query_state(const struct call *c, enum play_state *out);

/* Parses the body: an object with no members but these. */
MUST_CHECK enum err api_body(const struct call *c, const char *const *names, struct json *root);

/* Refuses a body, except an empty object. */
MUST_CHECK enum err api_no_body(const struct call *c);

/*
 * A number as somebody would type it, with all of its decimals; *out stays as
 * it is when the member is absent or null.
 */
MUST_CHECK enum err api_number(struct cx *cx, struct json body, const char *name, const char **out);

/* {"items":[ ... ],"next":"12"}; next is NULL on the last page. */
void api_list_open(struct buf *out);
void api_list_close(struct buf *out, const char *next);

void api_put_play(struct buf *out, const struct play *play);

/* What a change by a person did (shared/actions/edit.h). */
struct edited;
void api_put_edited(const struct call *c, const struct edited *edited);

/* A server that is being checked (shared/actions/candidate.h). */
MUST_CHECK enum err api_check_put(const struct call *c, int64_t id);

/* ---- handlers, by file ---- */

call_fn api_accounts_get, api_accounts_post, api_account_give, api_account_ignore,
	api_account_take_back;
call_fn api_check_get, api_check_confirm;
call_fn api_deliveries_get, api_delivery_get, api_delivery_replay;
call_fn api_edit_undo;
call_fn api_history_get;
call_fn api_integrations_get, api_integrations_post, api_integration_get, api_integration_patch,
	api_integration_delete, api_integration_rotate, api_integration_yank;
call_fn api_lists_get, api_lists_post, api_list_get, api_list_patch, api_list_delete,
	api_list_restore, api_list_works_post;
call_fn api_me_get;
call_fn api_now_get;
call_fn api_plays_get, api_play_get, api_play_complete, api_play_delete;
call_fn api_policy_get, api_policy_patch;
call_fn api_tokens_get, api_tokens_post, api_token_delete;
call_fn api_unmatched_get, api_unmatched_one_get, api_unmatched_name, api_unmatched_undo;
call_fn api_works_get, api_work_get, api_work_patch;

#endif
