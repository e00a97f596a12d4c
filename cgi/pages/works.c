/* SPDX-License-Identifier: MIT */
/* works.c -- one work: what it is, how far, all plays of it, what to mend. */
#include "cgi/pages/works.h"

#include "cgi/pages/pages.h"
#include "shared/parse.h"
#include "shared/store_edit.h"

static enum err read_id(const struct page *p, int64_t *id)
{
	if (parse_i64(p->req->params[0], 1, INT64_MAX, id))
		return OK;
	return err_note(p->cx, ERR_NOT_FOUND, "There is nothing here.");
}

static bool is_show(const struct shelf_work *w)
{
	return strcmp(w->kind, "show") == 0;
}

static bool has_parts(const struct shelf_work *w)
{
	return is_show(w) || strcmp(w->kind, "podcast") == 0;
}

static void put_state(const struct page *p, const struct shelf_work *w)
{
	html(p->out, "<p class=\"row\">");
	if (w->open > 0)
		html(p->out, "<span class=\"badge live\">In progress</span>\n");
	else if (w->completed > 0 && !has_parts(w))
		html(p->out, "<span class=\"badge good\">Completed</span>\n");
	if (has_parts(w))
		htmlf(p->out, "<span class=\"badge\">%s completed</span>\n",
			say_count(p->cx, w->completed, "episode", "episodes"));
	if (w->updated_ms >= 0) {
		html(p->out, "<span class=\"meta soft\">Last heard of ");
		page_time(p, w->updated_ms);
		html(p->out, "</span>");
	}
	html(p->out, "</p>\n");
}

static void put_head(const struct page *p, const struct shelf_work *w)
{
	html(p->out, "<div class=\"media work\">");
	page_tile(p, arena_printf(p->cx->arena, "big %s", w->kind), w->id,
		w->title);
	htmlf(p->out, "<div class=\"what\"><h1><bdi>%s</bdi></h1>\n",
		card_title(p->cx, w->kind, w->title));
	htmlf(p->out, "<p class=\"soft\">%s", say_kind(w->kind));
	if (w->year > 0)
		htmlf(p->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi>",
			say_clip(p->cx, w->author, 120));
	html(p->out, "</p>\n");
	put_state(p, w);
	if (w->open == 1 && w->share >= 0)
		page_bar(p, w->share, "Watched so far");
	html(p->out, "</div></div>\n");
}

/* Marking what no sender told of. */
static void put_mark(const struct page *p, const struct shelf_work *w)
{
	const char *action =
		arena_printf(p->cx->arena, "works/%" PRId64 "/complete", w->id);

	if (!has_parts(w)) {
		page_button(
			p, &(struct button){ .action = action,
				   .label = w->open > 0 || !w->completed
						    ? "Mark as completed"
						    : "Add a completed play",
				   .style = "plain" });
		return;
	}
	if (!is_show(w))
		return;
	html(p->out, "<details class=\"card\"><summary>Mark an episode as "
		     "completed</summary>\n");
	page_form(p, action);
	html(p->out,
		"<p class=\"hint\">For one that you saw elsewhere, or that "
		"was missed. Season 0 holds the specials.</p>\n"
		"<div class=\"row\"><label>Season <input name=\"season\" "
		"inputmode=\"numeric\" pattern=\"[0-9]{1,4}\" required "
		"size=\"4\"></label>\n"
		"<label>Episode <input name=\"episode\" inputmode=\"numeric\" "
		"pattern=\"[0-9]{1,5}\" required size=\"4\"></label>\n"
		"<button>Mark as completed</button></div></form></details>\n");
}

enum err works_show(const struct page *p, const struct works_view *v)
{
	const struct shelf_work *work;
	enum err err = store_shelf_work(p->cx, p->app->store,
		p->req->visitor->user_id, v->work_id, &work);

	if (err != OK)
		return err;
	page_open(
		p, SECTION_LIBRARY, card_title(p->cx, work->kind, work->title));
	page_error(p, v->error);
	put_head(p, work);
	if (has_parts(work))
		err = works_put_parts(p, work);
	if (err == OK)
		err = works_put_plays(p, work);
	put_mark(p, work);
	if (err == OK)
		err = works_put_ids(p, work, v);
	page_close(p);
	return err;
}

enum err works_answer(const struct page *p, enum err err,
	const struct edited *edited, const char *notice)
{
	struct works_view v = { .work_id = edited->work_id };

	if (err == OK) {
		page_redirect(p,
			arena_printf(p->cx->arena, "works/%" PRId64,
				edited->work_id),
			notice, edited->edit_id);
		return OK;
	}
	if (err != ERR_CONFLICT && err != ERR_INPUT && err != ERR_FORBIDDEN)
		return err;
	p->res->status = err_http_status(err);
	v.error = arena_strdup(p->cx->arena, p->cx->note);
	return works_show(p, &v);
}

enum err works_get(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct works_view v = { .work_id = 0 };
	enum err err = read_id(&p, &v.work_id);

	if (err == OK)
		err = works_show(&p, &v);
	return err;
}

static int number_of(const struct page *p, const char *name, int64_t max)
{
	int64_t number;

	if (!form_i64(p->req->form, name, 0, max, &number))
		return UNSAID;
	return (int)number;
}

enum err works_complete_post(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct edit_item what = { .user_id = req->visitor->user_id };
	struct edited edited = { 0 };
	enum err err = read_id(&p, &what.work_id);

	if (err != OK)
		return err;
	if (form_has(req->form, "item") &&
		!form_i64(req->form, "item", 1, INT64_MAX, &what.item_id))
		return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	what.season = number_of(&p, "season", 9999);
	what.episode = number_of(&p, "episode", 99999);
	err = store_edit_complete_item(cx, app->store, &what, &edited);
	return works_answer(&p, err, &edited, "play-completed");
}

enum err works_ids_post(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct edit_id change = {
		.who = { req->visitor->user_id, req->visitor->is_admin },
		.value = form_trimmed(cx, req->form, "value"),
	};
	const char *source = form_trimmed(cx, req->form, "source");
	struct works_view v = { .source = source, .value = change.value };
	struct edited edited = { 0 };
	enum err err = read_id(&p, &change.work_id);

	if (err != OK)
		return err;
	if (!source_parse(source, &change.source))
		return err_note(cx, ERR_INPUT, "That id is of no known kind.");
	err = store_edit_id(cx, app->store, &change, &edited);
	if (err != ERR_INPUT && err != ERR_CONFLICT)
		return works_answer(&p, err, &edited, "id-saved");
	res->status = err_http_status(err);
	v.work_id = edited.work_id;
	v.error = arena_strdup(cx->arena, cx->note);
	return works_show(&p, &v);
}
