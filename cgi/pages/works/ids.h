/* SPDX-License-Identifier: MIT */
/* ids.h -- the section of a work's page that lists and corrects its ids. */
#ifndef CGI_PAGES_WORKS_IDS_H
#define CGI_PAGES_WORKS_IDS_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

/* A correction that was refused, to be shown again; NULL: none. */
struct ids_typed {
	const char *source, *value;
};

MUST_CHECK enum err work_put_ids(
	const struct call *c, const struct library_work *work, const struct ids_typed *typed);

#endif
