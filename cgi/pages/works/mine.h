/* SPDX-License-Identifier: MIT */
/* mine.h -- what a person says of a work: stars, a note, lists. */
#ifndef CGI_PAGES_WORKS_MINE_H
#define CGI_PAGES_WORKS_MINE_H

#include "cgi/web/page.h"
#include "shared/store/library_work.h"

/* The part of a work's page that shows and changes them. */
MUST_CHECK enum err mine_put(const struct call *c, const struct library_work *work);

#endif
