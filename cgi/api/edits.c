/* SPDX-License-Identifier: MIT */
/* edits.c -- undoing a change that a person made. */
#include "cgi/api/api.h"
#include "shared/actions/edit.h"

enum err api_edit_undo(struct call *c)
{
	struct edited edited = { 0 };
	int64_t id = 0;

	TRY(api_no_body(c));
	TRY(call_id(c, &id));
	TRY(api_outward(c, edit_undo(c->cx, c->store, c->visitor->user_id, id, &edited)));
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "work", edited.work_id);
	jput_close(c->out, '}');
	return OK;
}
