/* SPDX-License-Identifier: MIT */
/* fold.h -- texts as people compare them. libunistring stands behind it. */
#ifndef SHARED_BASE_FOLD_H
#define SHARED_BASE_FOLD_H

#include "shared/base/err.h"

/*
 * *is_same: the names, both UTF-8, differ at most in case and in whether an
 * accent is a separate character (canonical equivalence). ERR_INTERNAL without
 * memory.
 */
MUST_CHECK enum err fold_compare(struct cx *cx, const char *a, const char *b, bool *is_same);

/*
 * A key that two names have in common if and only if fold_compare takes them
 * for the same. ERR_INTERNAL without memory, ERR_INPUT for what is not UTF-8.
 */
MUST_CHECK enum err fold_key(struct cx *cx, const char *name, const char **out);

/* Longer words are cut, and of more words the first ones count. */
enum { FOLD_WORD_MAX = 60, FOLD_WORDS = 64 };

struct fold_words {
	const char *list[FOLD_WORDS]; /* in the arena */
	size_t count;
};

/*
 * The different words of a text, as they are compared: letters and digits only,
 * without case and accents. "Schindler's Ark" is "schindlers" and "ark". Where
 * a script has no spaces, a word is what Unicode takes for one, often a single
 * character. Of what is not UTF-8 there may be none. ERR_INTERNAL without
 * memory.
 */
MUST_CHECK enum err fold_words(struct cx *cx, const char *text, struct fold_words *out);

/* The index of the first word that is no article, such as "the"; or 0. */
size_t fold_head(const struct fold_words *words);

enum { FOLD_SORT_MAX = 100 };

/*
 * What a title is sorted by, at most FOLD_SORT_MAX bytes: its words from the
 * first one that is no article. "The Salt Road" is "salt road". "" where there
 * are no words.
 */
const char *fold_sort(struct cx *cx, const struct fold_words *words);

#endif
