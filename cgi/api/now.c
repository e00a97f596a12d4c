/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing: open plays with a recent report. */
#include "cgi/api/api.h"

enum err api_now_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct play *rows = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(store_play_now_list(c->cx, c->store, c->visitor->user_id, API_LIMIT, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++)
		api_put_play(c->out, &rows[i]);
	api_list_close(c->out, NULL);
	return OK;
}
