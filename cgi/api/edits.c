/* SPDX-License-Identifier: MIT */
/* edits.c -- undoing a change that a person made. */
#include "cgi/api/api.h"
#include "shared/actions/edit.h"

enum err api_edit_undo(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct visitor *v = req->visitor;
	struct editor who = { v->user_id, v->is_admin };
	struct edited edited = { 0 };
	int64_t id = 0;

	TRY(api_no_body(cx, req));
	TRY(route_id(cx, req, &id));
	TRY(api_outward(cx, edit_undo(cx, app->store, &who, id, &edited)));
	jput_open(&res->body, NULL, '{');
	jput_i64(&res->body, "work", edited.work_id);
	jput_close(&res->body, '}');
	return OK;
}
