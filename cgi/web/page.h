/* SPDX-License-Identifier: MIT */
/*
 * page.h -- what all pages share: frame, navigation, forms, notices.
 *
 * A handler makes a struct page, opens it, writes into p.out with html() and
 * htmlf(), closes it. Every address in a page is written without a leading
 * slash ("library?kind=show"): the frame's <base> puts it below the path the
 * instance lives at. The classes are explained in cgi/static/app.css.
 */
#ifndef CGI_WEB_PAGE_H
#define CGI_WEB_PAGE_H

#include "cgi/access/auth.h"
#include "cgi/http/form.h"
#include "cgi/web/html.h"
#include "cgi/web/words.h"

enum section {
	SECTION_NONE, /* nobody has signed in: no navigation */
	SECTION_LOST, /* somebody has; this is none of our pages */
	SECTION_HOME,
	SECTION_LIBRARY,
	SECTION_HISTORY,
	SECTION_STATISTICS,
	SECTION_INTEGRATIONS, /* these four show the tabs of Settings */
	SECTION_TOKENS,
	SECTION_ACCOUNT,
	SECTION_PEOPLE,
};

struct page {
	struct cx *cx;
	const struct app *app;
	const struct req *req;
	struct res *res;
	struct buf *out; /* the body of res */
};

/* Makes the answer a page and takes the visitor's zone into use. */
struct page page_make(struct cx *cx, const struct app *app, const struct req *req, struct res *res);

/* Everything up to <main>, with the notice that ?done= asks for. */
void page_open(const struct page *p, enum section section, const char *title);
void page_close(const struct page *p);

/* A form that posts there, with what proves it is ours. Close with </form>. */
void page_form(const struct page *p, const char *action);
/* Likewise, with a file among its fields. */
void page_form_file(const struct page *p, const char *action);
/* Likewise, of one button only, closed. style: "plain", "quiet", "danger". */
struct button {
	const char *action, *label, *style;
	const char *name, *value; /* a hidden field, or NULL */
};
void page_button(const struct page *p, const struct button *button);

/* A notice at the top of a form: what was wrong with it. NULL: nothing. */
void page_error(const struct page *p, const char *text);

/* <time> with the moment in full for a pointer that rests on it. */
void page_time(const struct page *p, int64_t ms);

/* A bar of how far; share as in a play. */
void page_bar(const struct page *p, int64_t share, const char *label);

/* The coloured tile that stands for a work, which has no picture here. */
void page_tile(const struct page *p, const char *kind, int64_t work_id, const char *title);

/*
 * 303 to that address after a POST; done is the key of a notice that the next
 * page shows (page.c has the table), or NULL. With edit_id, the notice has an
 * Undo button.
 */
void page_redirect(const struct page *p, const char *to, const char *done, int64_t edit_id);

/* A whole page that says what went wrong, with the error's status. */
void page_fail(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res, enum err err);

#endif
