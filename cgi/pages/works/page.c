/* SPDX-License-Identifier: MIT */
/* page.c -- one work: what it is, how far, all plays of it, what to mend. */
#include "cgi/pages/works/page.h"

#include "cgi/pages/pages.h"
#include "shared/actions/edit.h"
#include "shared/base/parse.h"

static enum err read_id(const struct page *p, int64_t *id)
{
	if (parse_i64(p->req->params[0], 1, INT64_MAX, id))
		return OK;
	return err_note(p->cx, ERR_NOT_FOUND, "There is nothing here.");
}

bool works_has_parts(const struct library_work *work)
{
	return strcmp(work->kind, "show") == 0 || strcmp(work->kind, "podcast") == 0;
}

const char *works_address(const struct page *p, const struct library_work *work, const char *end)
{
	return arena_printf(p->cx->arena, "works/%" PRId64 "%s", work->id, end);
}

static void put_state(const struct page *p, const struct library_work *w)
{
	html(p->out, "<p class='row'>");
	if (w->open > 0)
		html(p->out, "<span class='badge live'>In progress</span>\n");
	else if (w->completed > 0 && !works_has_parts(w))
		html(p->out, "<span class='badge good'>Completed</span>\n");
	if (works_has_parts(w))
		htmlf(p->out, "<span class='badge'>%s completed</span>\n",
			words_count(p->cx, w->completed, "episode", "episodes"));
	if (w->updated_ms >= 0) {
		html(p->out, "<span class='meta soft'>Last heard of ");
		page_time(p, w->updated_ms);
		html(p->out, "</span>");
	}
	html(p->out, "</p>\n");
}

static void put_head(const struct page *p, const struct library_work *w)
{
	html(p->out, "<div class='media work'>");
	page_tile(p, arena_printf(p->cx->arena, "big %s", w->kind), w->id, w->title);
	htmlf(p->out, "<div class='what'><h1><bdi>%s</bdi></h1>\n",
		play_card_title(p->cx, w->kind, w->title));
	htmlf(p->out, "<p class='soft'>%s", words_kind(w->kind));
	if (w->year > 0)
		htmlf(p->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(p->cx, w->author, 120));
	html(p->out, "</p>\n");
	put_state(p, w);
	if (w->open > 0 && !works_has_parts(w))
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
	if (works_has_parts(work))
		TRY(works_put_parts(p, work));
	TRY(works_put_plays(p, work));
	TRY(works_put_ids(p, work, v));
	page_close(p);
	return OK;
}

enum err works_answer(
	const struct page *p, enum err err, const struct edited *edited, const char *notice)
{
	struct works_view v = { .work_id = edited->work_id };

	if (err == OK) {
		page_redirect(p, arena_printf(p->cx->arena, "works/%" PRId64, edited->work_id),
			notice, edited->edit_id);
		return OK;
	}
	if (err != ERR_CONFLICT && err != ERR_INPUT && err != ERR_FORBIDDEN)
		return err;
	p->res->status = err_http_status(err);
	v.error = arena_strdup(p->cx->arena, p->cx->note);
	return works_show(p, &v);
}

enum err works_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct works_view v = { .work_id = 0 };

	TRY(read_id(&p, &v.work_id));
	return works_show(&p, &v);
}

static int number_of(const struct page *p, const char *name, int64_t max)
{
	int64_t number;

	if (!form_i64(p->req->form, name, 0, max, &number))
		return UNSAID;
	return (int)number;
}

enum err works_complete_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct edit_item what = { .user_id = req->visitor->user_id };
	struct edited edited = { 0 };
	enum err err;

	TRY(read_id(&p, &what.work_id));
	if (form_has(req->form, "item") &&
		!form_i64(req->form, "item", 1, INT64_MAX, &what.item_id))
		return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	what.season = number_of(&p, "season", 9999);
	what.episode = number_of(&p, "episode", 99999);
	err = store_edit_complete_item(cx, app->store, &what, &edited);
	return works_answer(&p, err, &edited, "play-completed");
}

enum err works_ids_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct edit_id change = {
		.who = { req->visitor->user_id, req->visitor->is_admin },
		.value = form_trimmed(cx, req->form, "value"),
	};
	const char *source = form_trimmed(cx, req->form, "source");
	struct works_view v = { .source = source, .value = change.value };
	struct edited edited = { 0 };
	enum err err;

	TRY(read_id(&p, &change.work_id));
	if (!catalog_parse(source, &change.source))
		return err_note(cx, ERR_INPUT, "That id is of no known kind.");
	err = store_edit_id(cx, app->store, &change, &edited);
	if (err != ERR_INPUT && err != ERR_CONFLICT)
		return works_answer(&p, err, &edited, "id-saved");
	res->status = err_http_status(err);
	v.work_id = edited.work_id;
	v.error = arena_strdup(cx->arena, cx->note);
	return works_show(&p, &v);
}
