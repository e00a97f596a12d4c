/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing: open plays with a recent report. */
#include "cgi/api/api.h"
#include "shared/store/library.h"

enum err api_now_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct play_own_filter filter = {
		.user_id = c->visitor->user_id,
		.state = PLAY_IN_PROGRESS,
		.after_ms = c->cx->now_ms - NOW_MS,
		.before_ms = INT64_MAX,
		.before_id = INT64_MAX,
		.limit = API_LIMIT,
	};
	const struct play *rows = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(store_play_own_list(c->cx, c->store, &filter, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++)
		api_put_play(c->out, &rows[i]);
	api_list_close(c->out, NULL);
	return OK;
}
