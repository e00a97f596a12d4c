/* SPDX-License-Identifier: MIT */
/* imports.h -- files of other trackers: what is in them, and their undo. */
#ifndef CGI_PAGES_SETTINGS_IMPORTS_H
#define CGI_PAGES_SETTINGS_IMPORTS_H

#include "cgi/web/page.h"

/* Looks at an uploaded file, keeps it, and redirects to its page. */
MUST_CHECK enum err imports_take(const struct call *c, const struct form_field *file);

/* The imports so far, for the page of the account. */
MUST_CHECK enum err imports_put_list(const struct call *c);

#endif
