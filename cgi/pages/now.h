/* SPDX-License-Identifier: MIT */
/* now.h -- the part of the front page that refreshes itself. */
#ifndef CGI_PAGES_NOW_H
#define CGI_PAGES_NOW_H

#include "cgi/web/page.h"

/* Writes what is playing; nothing if *is_empty. */
MUST_CHECK enum err now_put(const struct call *c, bool *is_empty);

#endif
