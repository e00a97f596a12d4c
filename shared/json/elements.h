/* SPDX-License-Identifier: MIT */
/*
 * elements.h -- the objects in the arrays of a long document, one at a time.
 *
 * The document is an array of objects, or an object with such arrays. Only the
 * objects are handed out, as text that json_open may still refuse. What stands
 * between them is not checked. Memory use is that of one object.
 */
#ifndef SHARED_JSON_ELEMENTS_H
#define SHARED_JSON_ELEMENTS_H

#include "shared/base/err.h"

enum { ELEMENT_MAX = 1 << 20 /* bytes; a longer one is handed out without a text */ };

struct element {
	int64_t number;   /* from 1, over all arrays */
	const char *list; /* the key of the array; "" when the document is one */
	const char *text; /* ended by a NUL; NULL: too long */
	size_t length;
};
typedef enum err element_fn(struct cx *cx, void *arg, const struct element *element);

struct elements;

/* In the arena of *cx, and ends with it. */
struct elements *elements_create(struct cx *cx, element_fn *each, void *arg);

/* The next bytes, split anywhere. ERR_INPUT: it is neither array nor object. */
MUST_CHECK enum err elements_feed(struct cx *cx, void *elements, const char *bytes, size_t length);
/* ERR_INPUT: the document was cut. */
MUST_CHECK enum err elements_end(struct cx *cx, const struct elements *e);

#endif
