/* SPDX-License-Identifier: MIT */
/* plays.h -- the section of a work's page that lists its plays. */
#ifndef CGI_PAGES_WORKS_PLAYS_H
#define CGI_PAGES_WORKS_PLAYS_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

MUST_CHECK enum err plays_put(const struct call *c, const struct library_work *work);

#endif
