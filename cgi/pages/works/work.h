/* SPDX-License-Identifier: MIT */
/* work.h -- what the pages of works share. */
#ifndef CGI_PAGES_WORKS_WORK_H
#define CGI_PAGES_WORKS_WORK_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

/* Is it played in parts: a show, a podcast? */
bool work_has_parts(const struct library_work *work);

/* "31 works", of all pages. */
const char *work_total(
	struct cx *cx, const struct library_filter *f, const struct library_found *found);

/* "works/12/complete" */
const char *work_address(struct cx *cx, int64_t work_id, const char *end);

/* A button that takes back a change, "edits/12/undo". */
void work_undo_button(const struct call *c, int64_t edit_id);

#endif
