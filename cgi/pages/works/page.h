/* SPDX-License-Identifier: MIT */
/* page.h -- a work's page, which other forms come back to when refused. */
#ifndef CGI_PAGES_WORKS_PAGE_H
#define CGI_PAGES_WORKS_PAGE_H

#include "cgi/web/play_card.h"

struct works_view {
	int64_t work_id;
	const char *error;          /* what was wrong with the form, or NULL */
	const char *source, *value; /* what was typed as an id, or NULL */
};
MUST_CHECK enum err works_show(const struct page *p, const struct works_view *v);

/*
 * What follows a change by hand: the way back to the work's page with the
 * notice, or the page again with what was wrong.
 */
struct edited;
MUST_CHECK enum err works_answer(
	const struct page *p, enum err err, const struct edited *edited, const char *notice);

/* Is it played in parts: a show, a podcast? */
bool works_has_parts(const struct library_work *work);
/* "works/12/complete" */
const char *works_address(const struct page *p, const struct library_work *work, const char *end);

/* The sections of the page; each in a file of its own. */
MUST_CHECK enum err works_put_parts(const struct page *p, const struct library_work *work);
MUST_CHECK enum err works_put_plays(const struct page *p, const struct library_work *work);
MUST_CHECK enum err works_put_ids(
	const struct page *p, const struct library_work *work, const struct works_view *v);

#endif
