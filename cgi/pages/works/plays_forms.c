/* SPDX-License-Identifier: MIT */
/* plays_forms.c -- the two buttons of a play; the page around them is works.c. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit.h"
#include "shared/base/parse.h"

typedef enum err change_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

static enum err act(const struct page *p, change_fn *change, const char *notice)
{
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	if (!parse_i64(p->req->params[0], 1, INT64_MAX, &id))
		return err_note(p->cx, ERR_NOT_FOUND, "There is nothing here.");
	err = change(p->cx, p->app->store, p->req->visitor->user_id, id, &edited);
	return works_answer(p, err, &edited, notice);
}

enum err plays_complete_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return act(&p, store_edit_complete, "play-completed");
}

enum err plays_remove_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return act(&p, store_edit_remove, "play-removed");
}
