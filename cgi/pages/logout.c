/* SPDX-License-Identifier: MIT */
/* logout.c -- signing out. */
#include "cgi/pages/pages.h"
#include "cgi/web/page.h"

enum err logout_post(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	TRY(auth_sign_out(cx, app, req, res));
	page_redirect(&p, "login", "signed-out", 0);
	return OK;
}
