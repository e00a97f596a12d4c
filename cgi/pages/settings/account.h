/* SPDX-License-Identifier: MIT */
/* account.h -- the page, for each of its forms to show it again. */
#ifndef CGI_PAGES_SETTINGS_ACCOUNT_H
#define CGI_PAGES_SETTINGS_ACCOUNT_H

#include "cgi/web/page.h"

/* What was wrong, above the form that it is about; NULL: nothing. */
struct account_errors {
	const char *zone, *password, *import;
};

MUST_CHECK enum err account_show(const struct page *p, const struct account_errors *errors);

#endif
