/* SPDX-License-Identifier: MIT */
/* seasons.h -- the section of a show whose server lists its episodes. */
#ifndef CGI_PAGES_WORKS_SEASONS_H
#define CGI_PAGES_WORKS_SEASONS_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

/* *is_put is false when nothing is listed: then nothing was written. */
MUST_CHECK enum err seasons_put(
	const struct call *c, const struct library_work *work, bool *is_put);

#endif
