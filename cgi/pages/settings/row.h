/* SPDX-License-Identifier: MIT */
/* row.h -- ending one row of the visitor's own: a session, a token. */
#ifndef CGI_PAGES_SETTINGS_ROW_H
#define CGI_PAGES_SETTINGS_ROW_H

#include "cgi/web/page.h"

/* Ends that row of that person; *found: there is one. */
typedef enum err row_end_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found);

/* Ends the row whose id is in the path, and redirects. */
MUST_CHECK enum err row_end(
	const struct call *c, row_end_fn *end, const char *to, const char *done);

#endif
