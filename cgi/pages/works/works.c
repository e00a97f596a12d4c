/* SPDX-License-Identifier: MIT */
#include "cgi/pages/works/works.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/cover.h"
#include "cgi/web/play_card.h"

/* "Film · 1999", "Audiobook · Andy Weir" */
static void put_meta(const struct call *c, const struct library_work *w)
{
	htmlf(c->out, "<span class='meta'>%s", kind_one(w->kind));
	if (w->year > 0)
		htmlf(c->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(c->cx, w->author, 60));
	if (work_has_parts(w))
		htmlf(c->out, " \xc2\xb7 %s of %s", words_number(c->cx, w->completed),
			words_number(c->cx, w->parts));
	html(c->out, "</span>");
}

static void put_poster(const struct call *c, const struct library_work *w)
{
	bool is_whole = w->open == 0 && !work_has_parts(w) && w->completed > 0;

	htmlf(c->out, "<li class='item what'><a href='works/%" PRId64 "'>", w->id);
	cover_put(c, &(struct cover){ .work_id = w->id,
			     .kind = w->kind,
			     .title = w->title,
			     .is_completed = is_whole,
			     .share = w->open > 0 && !work_has_parts(w) ? w->share : UNSAID });
	htmlf(c->out, "<span class='clamp'><bdi>%s</bdi></span></a>\n",
		play_card_title(c->cx, w->kind, w->title));
	put_meta(c, w);
	if (is_whole)
		html(c->out, "<span class='unseen'>Completed</span>");
	html(c->out, "</li>\n");
}

static const char *state_of(const struct library_work *w)
{
	if (w->open > 0)
		return "In progress";
	return w->completed > 0 && !work_has_parts(w) ? "Completed" : "";
}

void works_put_line(const struct call *c, const struct library_work *w)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(w->kind), w->id, w->title);
	htmlf(c->out, "<div class='what'><a href='works/%" PRId64 "'><bdi>%s</bdi></a>\n", w->id,
		play_card_title(c->cx, w->kind, w->title));
	put_meta(c, w);
	htmlf(c->out, "</div>\n<div class='end'><span>%s</span>", state_of(w));
	if (w->updated_ms >= 0)
		page_time(c, w->updated_ms);
	html(c->out, "</div></li>\n");
}

void works_put(const struct call *c, const struct library_work *rows, size_t count)
{
	bool is_list = c->visitor->looks.is_list;

	htmlf(c->out, "<ul class='%s'>\n", is_list ? "list" : "grid");
	for (size_t i = 0; i < count; i++)
		(is_list ? works_put_line : put_poster)(c, &rows[i]);
	html(c->out, "</ul>\n");
}
