/* SPDX-License-Identifier: MIT */
/* week.h -- the last seven days, as a part of the front page. */
#ifndef CGI_PAGES_WEEK_H
#define CGI_PAGES_WEEK_H

#include "cgi/web/page.h"

/* Writes their hours, and how they differ from the seven days before. */
MUST_CHECK enum err week_put(const struct call *c);

#endif
