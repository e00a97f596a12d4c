/* SPDX-License-Identifier: MIT */
/* row.c -- ending a session or a token. */
#include "cgi/pages/settings/row.h"

enum err row_end(const struct page *p, row_end_fn *end, const char *to, const char *done)
{
	bool found = false;
	int64_t id = 0;

	TRY(route_id(p->cx, p->req, &id));
	TRY(end(p->cx, p->app->store, p->req->visitor->user_id, id, &found));
	if (!found)
		return route_nothing(p->cx);
	page_redirect(p, to, done, 0);
	return OK;
}
