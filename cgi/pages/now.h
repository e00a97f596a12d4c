/* SPDX-License-Identifier: MIT */
/* now.h -- the part of the front page that renews itself. */
#ifndef CGI_PAGES_NOW_H
#define CGI_PAGES_NOW_H

#include "cgi/page.h"

/* What is playing now; not a single octet when nothing is. */
MUST_CHECK enum err now_put(const struct page *p);

#endif
