/* SPDX-License-Identifier: MIT */
/*
 * page.h -- what all pages share: frame, navigation, forms, notices.
 *
 * A handler calls page_make, opens the page, writes to c->out with html() and
 * htmlf(), and closes it. Addresses in a page have no leading slash
 * ("library?kind=show"): the frame's <base> resolves them below the path of
 * this instance. The classes are explained in cgi/static/app.css.
 */
#ifndef CGI_WEB_PAGE_H
#define CGI_WEB_PAGE_H

#include "cgi/access/auth.h"
#include "cgi/web/html.h"
#include "cgi/web/words.h"
#include "shared/base/form.h"

enum section {
	SECTION_NONE, /* nobody has signed in: no places, no search */
	SECTION_LOST, /* signed in, but on none of our pages */
	SECTION_HOME,
	SECTION_LIBRARY,
	SECTION_HISTORY,
	SECTION_STATISTICS,
	SECTION_SEARCH,
	SECTION_INTEGRATIONS, /* these five show the tabs of Settings */
	SECTION_UNMATCHED,
	SECTION_TOKENS,
	SECTION_ACCOUNT,
	SECTION_PEOPLE,
};

/* Makes the answer a page, in the visitor's time zone. */
void page_make(const struct call *c);

/* Everything up to <main>, and what the form before it has done, once. */
void page_open(const struct call *c, enum section section, const char *title);
void page_close(const struct call *c);

/* Opens a form that posts there, with its csrf field. Close with </form>. */
void page_form(const struct call *c, const char *action);
/* The same for a page that needs no session, WHO_ANYONE. */
void page_door_form(const struct call *c, const char *action);
/* As page_form, with a file among its fields. */
void page_form_file(const struct call *c, const char *action);
/* A complete form with a single button. style: "plain", "quiet", "danger". */
struct button {
	const char *action, *label, *style;
	const char *name, *value; /* a hidden field, or NULL */
};
void page_button(const struct call *c, const struct button *button);

/* A notice at the top of a form that was refused. NULL: no notice. */
void page_error(const struct call *c, const char *text);

/*
 * What is wrong with one field: an attribute of its input, and a notice right
 * behind its label. error NULL: neither.
 */
void page_field_wrong(const struct call *c, const char *name, const char *error);
void page_field_error(const struct call *c, const char *name, const char *error);

/* A <time> with the full date and time as its tooltip; UNDATED_MS in words. */
void page_time(const struct call *c, int64_t ms);

/* A progress bar; share as in a play. */
void page_bar(const struct call *c, int64_t share, const char *label);

/* A small cover beside a name; of CSS classes, the kind's name. */
void page_tile(const struct call *c, const char *classes, int64_t work_id, const char *title);

/*
 * Redirects to that address after a POST. done: the key of the notice that the
 * next page shows once (the table is in page.c), or NULL. With an edit_id, the
 * notice has an Undo button.
 */
void page_redirect(const struct call *c, const char *to, const char *done, int64_t edit_id);

/* A complete page that describes the error, with its status. */
void page_fail(const struct call *c, enum err err);

#endif
