/* SPDX-License-Identifier: MIT */
/* now.c -- what is playing, as a part of the front page. */
#include "cgi/pages/now.h"

#include "cgi/pages/pages.h"
#include "cgi/web/cover.h"
#include "cgi/web/play_card.h"

enum { PLAYING_MAX = 6 };

static void put_times(const struct call *c, const struct library_play *play)
{
	htmlf(c->out, "<div class='figures'><span>%s</span>", play_card_position(c->cx, play));
	if (play->duration_ms > 0 && play->position_ms >= 0 &&
		play->position_ms <= play->duration_ms)
		htmlf(c->out, "<span>ends at %s</span>",
			words_hour(
				c->cx, play->updated_ms + play->duration_ms - play->position_ms));
	else
		htmlf(c->out, "<span>%s</span>", words_percent(c->cx, play->share));
	html(c->out, "</div>");
}

static void put_playing(const struct call *c, const struct library_play *play)
{
	htmlf(c->out, "<li class='play hue%d'>", cover_hue(play->work_id));
	cover_put_first(
		c, &(struct cover){ play->work_id, play->kind, play->title, false, UNSAID });
	html(c->out, "<div class='what'><p class='badge on'><span>");
	play_card_source(c, play);
	htmlf(c->out,
		"</span></p>\n<a class='title clamp' href='works/%" PRId64 "'><bdi>%s</bdi></a>\n"
		"<span class='meta'>",
		play->work_id, play_card_title(c->cx, play->kind, play->title));
	play_card_about(c, play);
	html(c->out, "</span>\n");
	page_bar(c, play->share, "So far");
	put_times(c, play);
	html(c->out, "</div></li>\n");
}

enum err now_put(const struct call *c, bool *is_empty)
{
	const struct library_play *rows = NULL;
	size_t count = 0;
	const struct library_play_filter filter = { LIBRARY_NOW, c->visitor->user_id, PLAYING_MAX };
	enum err err = store_library_list(c->cx, c->store, &filter, &rows, &count);

	*is_empty = count == 0;
	if (err != OK || *is_empty)
		return err;
	html(c->out, "<section class='stack'><h2>Playing now</h2>\n<ul class='now'>\n");
	for (size_t i = 0; i < count; i++)
		put_playing(c, &rows[i]);
	html(c->out, "</ul></section>");
	return OK;
}

enum err now_get(struct call *c)
{
	bool is_empty;

	page_make(c);
	return now_put(c, &is_empty);
}
