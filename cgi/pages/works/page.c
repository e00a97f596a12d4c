/* SPDX-License-Identifier: MIT */
/* page.c -- a work: what it is, how far it got, its plays, its ids. */
#include "cgi/pages/works/page.h"

#include "cgi/pages/pages.h"
#include "cgi/pages/works/episodes.h"
#include "cgi/pages/works/mine.h"
#include "cgi/pages/works/plays.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/cover.h"
#include "cgi/web/play_card.h"

static void put_state(const struct call *c, const struct library_work *w)
{
	html(c->out, "<p class='row'>");
	if (w->open > 0)
		html(c->out, "<span class='badge live'>In progress</span>\n");
	else if (w->completed > 0 && !work_has_parts(w))
		html(c->out, "<span class='badge good'>Completed</span>\n");
	if (work_has_parts(w))
		htmlf(c->out, "<span class='badge'>%s completed</span>\n",
			words_count(c->cx, w->completed, "episode", "episodes"));
	if (w->updated_ms >= 0) {
		html(c->out, "<span class='meta soft'>Last reported ");
		page_time(c, w->updated_ms);
		html(c->out, "</span>");
	}
	html(c->out, "</p>\n");
}

static void put_head(const struct call *c, const struct library_work *w)
{
	html(c->out, "<div class='media work'>");
	cover_put_first(c, &(struct cover){ w->id, w->kind, w->title, false, UNSAID });
	htmlf(c->out, "<div class='what'><h1><bdi>%s</bdi></h1>\n",
		play_card_title(c->cx, w->kind, w->title));
	htmlf(c->out, "<p class='soft'>%s", kind_one(w->kind));
	if (w->year > 0)
		htmlf(c->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(c->cx, w->author, 120));
	html(c->out, "</p>\n");
	put_state(c, w);
	if (w->open > 0 && !work_has_parts(w))
		page_bar(c, w->share, "So far");
	html(c->out, "</div></div>\n");
}

enum err works_show(const struct call *c, const struct works_view *v)
{
	const struct library_work *work;

	TRY(store_library_work(c->cx, c->store, c->visitor->user_id, v->work_id, &work));
	page_open(c, SECTION_LIBRARY, play_card_title(c->cx, work->kind, work->title));
	page_error(c, v->error);
	put_head(c, work);
	TRY(mine_put(c, work));
	if (work_has_parts(work))
		TRY(episodes_put(c, work));
	TRY(plays_put(c, work));
	TRY(work_put_ids(c, work, &v->typed));
	page_close(c);
	return OK;
}

enum err works_answer(
	const struct call *c, enum err err, const struct edited *edited, const char *notice)
{
	struct works_view v = { .work_id = edited->work_id };

	if (err == ERR_CONFLICT || err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		v.error = arena_strdup(c->cx->arena, c->cx->note);
		return works_show(c, &v);
	}
	TRY(err);
	page_redirect(c, work_address(c->cx, edited->work_id, ""), notice, edited->edit_id);
	return OK;
}

enum err works_get(struct call *c)
{
	struct works_view v = { .work_id = 0 };

	page_make(c);
	TRY(call_id(c, &v.work_id));
	return works_show(c, &v);
}
