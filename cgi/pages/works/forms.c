/* SPDX-License-Identifier: MIT */
/* forms.c -- marking a work as completed, and correcting its ids. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit_id.h"

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

	TRY(route_id(cx, req, &what.work_id));
	if (form_has(req->form, "item") &&
		!form_i64(req->form, "item", 1, INT64_MAX, &what.item_id))
		return route_nothing(cx);
	what.season = number_of(&p, "season", 9999);
	what.episode = number_of(&p, "episode", 99999);
	err = edit_complete_item(cx, app->store, &what, &edited);
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
	struct works_view v = { .typed = { source, change.value } };
	struct edited edited = { 0 };
	enum err err;

	TRY(route_id(cx, req, &change.work_id));
	if (!catalog_parse(source, &change.source))
		return err_note(cx, ERR_INPUT, "This kind of id is unknown.");
	err = edit_id_change(cx, app->store, &change, &edited);
	if (err != ERR_INPUT && err != ERR_CONFLICT)
		return works_answer(&p, err, &edited, "id-saved");
	res->status = err_http_status(err);
	v.work_id = edited.work_id;
	v.error = arena_strdup(cx->arena, cx->note);
	return works_show(&p, &v);
}
