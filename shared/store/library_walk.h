/* SPDX-License-Identifier: MIT */
/*
 * library_walk.h -- the works of a person in the order of a list, and one page
 * of them. Each order has an index, so a page reads little more than it shows.
 */
#ifndef SHARED_STORE_LIBRARY_WALK_H
#define SHARED_STORE_LIBRARY_WALK_H

#include "shared/store/library.h"
#include "shared/store/search.h"

/* The ids of a page; the rest as in struct library_found. */
struct library_ids {
	int64_t list[LIBRARY_PAGE];
	size_t count;
	int64_t total;
	bool has_more;
};

/* A set of works, as a bitmap: ids are dense and start at 1. */
struct library_set {
	struct arena *arena;
	unsigned char *bits;
	size_t room; /* bytes */
};

/* Works in the order of a list, from which one page is taken. */
struct library_walk {
	const struct library_filter *filter;
	const struct search *search; /* only what it finds; NULL: everything */
	struct library_set seen;
	int64_t skip, left; /* works before the page, and still to take */
	struct library_ids *out;
};

MUST_CHECK enum err library_walk_page(struct cx *cx, struct store *s, struct library_walk *w);

#endif
