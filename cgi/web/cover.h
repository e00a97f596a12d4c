/* SPDX-License-Identifier: MIT */
/*
 * cover.h -- the cover of a work: its picture, or one drawn by the style sheet.
 *
 * The hue is that of the work and does not change; the motif is that of its
 * kind. A cover says nothing that does not stand beside it, so screen readers
 * pass it over.
 */
#ifndef CGI_WEB_COVER_H
#define CGI_WEB_COVER_H

#include "cgi/http/call.h"
#include "shared/progress/kind.h"

/* A class of the style sheet, "hue0" to "hue7". */
int cover_hue(int64_t work_id);

/*
 * What stands for a title where there is room for one letter: the first one of
 * the first word that is no article, or a dot. title may be NULL.
 */
const char *cover_mark(struct cx *cx, const char *title);

/* A whole cover, with the kind and the name on it. */
struct cover {
	int64_t work_id;
	enum kind kind;
	const char *title; /* or NULL */
	bool is_completed; /* a tick in the corner */
	int64_t share;     /* a bar along the lower edge; UNSAID: none */
};
void cover_put(const struct call *c, const struct cover *cover);

/* One that is seen without scrolling: its picture is loaded at once. */
void cover_put_first(const struct call *c, const struct cover *cover);

#endif
