/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing, as a part of the front page. */
#include "cgi/pages/now.h"

#include "cgi/pages/pages.h"
#include "cgi/web/play_card.h"

enum { PLAYING_MAX = 6 };

enum err now_put(const struct call *c, bool *is_empty)
{
	const struct library_play *rows = NULL;
	size_t count = 0;
	const struct library_play_filter filter = { LIBRARY_NOW, c->visitor->user_id, PLAYING_MAX };
	enum err err = store_library_list(c->cx, c->store, &filter, &rows, &count);

	*is_empty = count == 0;
	if (err != OK || *is_empty)
		return err;
	html(c->out, "<section class='stack'><div class='head'>"
		     "<h2>Playing now</h2></div>\n<ul class='cards'>\n");
	for (size_t i = 0; i < count; i++)
		play_card_open(c, &rows[i]);
	html(c->out, "</ul></section>");
	return OK;
}

enum err now_get(struct call *c)
{
	bool is_empty;

	page_make(c);
	return now_put(c, &is_empty);
}
