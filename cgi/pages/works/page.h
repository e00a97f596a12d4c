/* SPDX-License-Identifier: MIT */
/* page.h -- the page of a work; a form that was refused shows it again. */
#ifndef CGI_PAGES_WORKS_PAGE_H
#define CGI_PAGES_WORKS_PAGE_H

#include "cgi/pages/works/ids.h"
#include "shared/actions/edit.h"

struct works_view {
	int64_t work_id;
	const char *error; /* what was wrong with the form, or NULL */
	struct ids_typed typed;
};
MUST_CHECK enum err works_show(const struct call *c, const struct works_view *v);

/*
 * Answers a form that changed something: redirects to the work's page with that
 * notice, or shows the page again with what was wrong. Passes on other errors.
 */
MUST_CHECK enum err works_answer(
	const struct call *c, enum err err, const struct edited *edited, const char *notice);

#endif
