/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing: open plays with a recent report. */
#include "cgi/api/api.h"
#include "shared/store/library.h"

enum err api_now_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	static const char *const none[] = { NULL };
	const struct play_own_filter filter = {
		.user_id = req->visitor->user_id,
		.state = PLAY_IN_PROGRESS,
		.after_ms = cx->now_ms - NOW_MS,
		.before_ms = INT64_MAX,
		.before_id = INT64_MAX,
		.limit = API_LIMIT,
	};
	const struct play *rows = NULL;
	size_t count = 0;

	TRY(api_query(cx, req, none));
	TRY(store_play_own_list(cx, app->store, &filter, &rows, &count));
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++)
		api_put_play(&res->body, &rows[i]);
	api_list_close(&res->body, NULL);
	return OK;
}
