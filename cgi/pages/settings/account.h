/* SPDX-License-Identifier: MIT */
/* account.h -- the account page, which a refused form shows again. */
#ifndef CGI_PAGES_SETTINGS_ACCOUNT_H
#define CGI_PAGES_SETTINGS_ACCOUNT_H

#include "cgi/web/page.h"

/* What was wrong, shown above the form in question; or NULL. */
struct account_errors {
	const char *zone, *password, *import;
};

MUST_CHECK enum err account_show(const struct call *c, const struct account_errors *errors);

#endif
