/* SPDX-License-Identifier: MIT */
/* logout.c -- signing out. */
#include "cgi/pages/pages.h"
#include "cgi/web/page.h"

enum err logout_post(struct call *c)
{
	page_make(c);
	TRY(auth_sign_out(c));
	page_redirect(c, "login", "signed-out", 0);
	return OK;
}
