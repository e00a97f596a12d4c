/* SPDX-License-Identifier: MIT */
/*
 * pasted_as.h -- the id of a work as a person enters it: alone, with its
 * catalog before it ("tvdb:81189"), or as the address of its page.
 */
#ifndef SHARED_PROGRESS_PASTED_AS_H
#define SHARED_PROGRESS_PASTED_AS_H

#include "shared/progress/report.h"

enum pasted {
	PASTED_ID,
	PASTED_NOTHING,      /* the text is empty */
	PASTED_NO_ID,        /* an id of no catalog of that kind */
	PASTED_OTHER_SITE,   /* an address of a site that is no catalog */
	PASTED_NO_NUMBER,    /* a page of a catalog, whose address holds no id */
	PASTED_OTHER_KIND,   /* a page of a work of another kind, *kind */
	PASTED_OTHER_CATALOG /* of a catalog, out->source, without works of that kind */
};

/*
 * What the text names among works of that kind. A number alone is the id of the
 * first catalog that has such numbers.
 */
enum pasted pasted_as(const char *text, enum kind *kind, struct id *out);

/* A sentence with examples for a work of that kind. */
const char *pasted_hint(enum kind kind);

#endif
