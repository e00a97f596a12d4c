/* SPDX-License-Identifier: MIT */
/* edits.c -- undoing a change that a person made. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"

enum err edits_undo_post(struct call *c)
{
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	page_make(c);
	TRY(call_id(c, &id));
	err = edit_undo(c->cx, c->store, c->visitor->user_id, id, &edited);
	return works_answer(c, err, &edited, "undone");
}
