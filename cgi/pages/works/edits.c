/* SPDX-License-Identifier: MIT */
/* edits.c -- taking back what was changed by hand. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit.h"
#include "shared/base/parse.h"

enum err edits_undo_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct editor who = { req->visitor->user_id, req->visitor->is_admin };
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	if (!parse_i64(req->params[0], 1, INT64_MAX, &id))
		return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	err = store_edit_undo(cx, app->store, &who, id, &edited);
	return works_answer(&p, err, &edited, "undone");
}
