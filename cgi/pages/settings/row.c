/* SPDX-License-Identifier: MIT */
/* row.c -- ending a session or a token. */
#include "cgi/pages/settings/row.h"

enum err row_end(const struct call *c, row_end_fn *end, const char *to, const char *done)
{
	bool found = false;
	int64_t id = 0;

	TRY(call_id(c, &id));
	TRY(end(c->cx, c->store, c->visitor->user_id, id, &found));
	if (!found)
		return call_not_found(c);
	page_redirect(c, to, done, 0);
	return OK;
}
