/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing, as a part of the front page. */
#include "cgi/pages/now.h"

#include "cgi/pages/pages.h"
#include "cgi/web/play_card.h"

enum { PLAYING_MAX = 6 };

enum err now_put(const struct page *p, bool *is_empty)
{
	const struct library_play *rows = NULL;
	size_t count = 0;
	const struct library_play_filter filter = { LIBRARY_NOW, p->req->visitor->user_id,
		PLAYING_MAX };
	enum err err = store_library_list(p->cx, p->app->store, &filter, &rows, &count);

	*is_empty = count == 0;
	if (err != OK || *is_empty)
		return err;
	html(p->out, "<section class='stack'><div class='head'>"
		     "<h2>Playing now</h2></div>\n<ul class='cards'>\n");
	for (size_t i = 0; i < count; i++)
		play_card_open(p, &rows[i]);
	html(p->out, "</ul></section>");
	return OK;
}

enum err now_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	bool is_empty;

	return now_put(&p, &is_empty);
}
