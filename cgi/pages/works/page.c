/* SPDX-License-Identifier: MIT */
/* page.c -- a work: what it is, how far it got, its plays, its ids. */
#include "cgi/pages/works/page.h"

#include "cgi/pages/pages.h"
#include "cgi/pages/works/episodes.h"
#include "cgi/pages/works/plays.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/play_card.h"

static void put_state(const struct page *p, const struct library_work *w)
{
	html(p->out, "<p class='row'>");
	if (w->open > 0)
		html(p->out, "<span class='badge live'>In progress</span>\n");
	else if (w->completed > 0 && !work_has_parts(w))
		html(p->out, "<span class='badge good'>Completed</span>\n");
	if (work_has_parts(w))
		htmlf(p->out, "<span class='badge'>%s completed</span>\n",
			words_count(p->cx, w->completed, "episode", "episodes"));
	if (w->updated_ms >= 0) {
		html(p->out, "<span class='meta soft'>Last reported ");
		page_time(p, w->updated_ms);
		html(p->out, "</span>");
	}
	html(p->out, "</p>\n");
}

static void put_head(const struct page *p, const struct library_work *w)
{
	html(p->out, "<div class='media work'>");
	page_tile(p, arena_printf(p->cx->arena, "big %s", kind_name(w->kind)), w->id, w->title);
	htmlf(p->out, "<div class='what'><h1><bdi>%s</bdi></h1>\n",
		play_card_title(p->cx, w->kind, w->title));
	htmlf(p->out, "<p class='soft'>%s", kind_one(w->kind));
	if (w->year > 0)
		htmlf(p->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(p->cx, w->author, 120));
	html(p->out, "</p>\n");
	put_state(p, w);
	if (w->open > 0 && !work_has_parts(w))
		page_bar(p, w->share, "So far");
	html(p->out, "</div></div>\n");
}

enum err works_show(const struct page *p, const struct works_view *v)
{
	const struct library_work *work;

	TRY(store_library_work(p->cx, p->app->store, p->req->visitor->user_id, v->work_id, &work));
	page_open(p, SECTION_LIBRARY, play_card_title(p->cx, work->kind, work->title));
	page_error(p, v->error);
	put_head(p, work);
	if (work_has_parts(work))
		TRY(episodes_put(p, work));
	TRY(plays_put(p, work));
	TRY(work_put_ids(p, work, &v->typed));
	page_close(p);
	return OK;
}

enum err works_answer(
	const struct page *p, enum err err, const struct edited *edited, const char *notice)
{
	struct works_view v = { .work_id = edited->work_id };

	if (err == ERR_CONFLICT || err == ERR_INPUT || err == ERR_FORBIDDEN) {
		p->res->status = err_http_status(err);
		v.error = arena_strdup(p->cx->arena, p->cx->note);
		return works_show(p, &v);
	}
	TRY(err);
	page_redirect(p, work_address(p->cx, edited->work_id, ""), notice, edited->edit_id);
	return OK;
}

enum err works_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct works_view v = { .work_id = 0 };

	TRY(route_id(cx, req, &v.work_id));
	return works_show(&p, &v);
}
