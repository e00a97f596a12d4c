/* SPDX-License-Identifier: MIT */
/* edits.c -- undoing a change that a person made. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"

enum err edits_undo_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct editor who = { req->visitor->user_id, req->visitor->is_admin };
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	TRY(route_id(cx, req, &id));
	err = edit_undo(cx, app->store, &who, id, &edited);
	return works_answer(&p, err, &edited, "undone");
}
