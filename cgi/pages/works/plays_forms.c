/* SPDX-License-Identifier: MIT */
/* plays_forms.c -- the two buttons of a play on its work's page. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"

typedef enum err change_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

static enum err act(const struct page *p, change_fn *change, const char *notice)
{
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	TRY(route_id(p->cx, p->req, &id));
	err = change(p->cx, p->app->store, p->req->visitor->user_id, id, &edited);
	return works_answer(p, err, &edited, notice);
}

enum err plays_complete_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return act(&p, edit_complete, "play-completed");
}

enum err plays_remove_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return act(&p, edit_remove, "play-removed");
}
