/* SPDX-License-Identifier: MIT */
/* now.h -- the part of the front page that renews itself. */
#ifndef CGI_PAGES_NOW_H
#define CGI_PAGES_NOW_H

#include "cgi/web/page.h"

/* What is playing now. is_empty: that is nothing, and nothing was written. */
MUST_CHECK enum err now_put(const struct page *p, bool *is_empty);

#endif
