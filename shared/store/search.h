/* SPDX-License-Identifier: MIT */
/*
 * search.h -- works are found by the words of their titles.
 *
 * Words that few works have are looked up, and the works sorted. For words of
 * many works that would cost more than is shown: then the caller goes through
 * the library in its order, and asks of each work whether it is one of them.
 */
#ifndef SHARED_STORE_SEARCH_H
#define SHARED_STORE_SEARCH_H

#include "shared/store/library.h"

/* More words than that say nothing new. */
enum { SEARCH_WORDS = 8 };

/* So many works are not sorted to find the best ones among them. */
enum { SEARCH_DENSE = 2000 };

struct search {
	const struct library_filter *filter;
	/*
	 * Texts from `from` up to `past` begin with the word. The rarest word
	 * is first, and "" stands behind the last one.
	 */
	const char *from[SEARCH_WORDS], *past[SEARCH_WORDS];
	bool is_dense; /* SEARCH_DENSE works or more have each of the words */
};

/* Reads the words of the filter. Without any, nothing is found. */
MUST_CHECK enum err search_begin(
	struct cx *cx, struct store *s, const struct library_filter *filter, struct search *out);

/* How many works are found; counts to `most`. */
MUST_CHECK enum err search_count(
	struct cx *cx, struct store *s, const struct search *search, int64_t most, int64_t *count);

/* Their ids on the page of the filter, in its order. Sorts all of them. */
MUST_CHECK enum err search_page(struct cx *cx, struct store *s, const struct search *search,
	int64_t ids[static LIBRARY_PAGE], size_t *count);

/* Does the title of that work have all words? */
MUST_CHECK enum err search_fits(
	struct cx *cx, struct store *s, const struct search *search, int64_t work_id, bool *fits);

#endif
