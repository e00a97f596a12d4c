/* SPDX-License-Identifier: MIT */
/* episodes.h -- the section of a work's page that lists its episodes. */
#ifndef CGI_PAGES_WORKS_EPISODES_H
#define CGI_PAGES_WORKS_EPISODES_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

/* For a work that has parts. */
MUST_CHECK enum err episodes_put(const struct call *c, const struct library_work *work);

#endif
