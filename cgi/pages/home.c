/* SPDX-License-Identifier: MIT */
/* home.c -- what is playing, what was begun, what was finished. */
#include "cgi/page.h"
#include "cgi/pages/pages.h"

enum err home_get(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	page_open(&p, SECTION_HOME, "Home");
	html(p.out, "<h1>Home</h1>\n");
	page_close(&p);
	return OK;
}
