/* SPDX-License-Identifier: MIT */
/*
 * copies.h -- several rows of one work: a book in two libraries, a book that
 * was moved (its old item stays, and its row), an episode downloaded anew.
 *
 * The newest word of a work counts, whatever the order of the rows. So rows are
 * passed on in the order of their times, and one that is older than another of
 * the same work ends and moves nothing that the newer one told.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_COPIES_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_COPIES_H

#include "shared/providers/audiobookshelf/row.h"

/* The items under each of their public ids. */
struct abs_name;
struct abs_names {
	struct abs_name **buckets;
	size_t count;
};

/* Room for that many items. */
void abs_names_init(struct cx *cx, struct abs_names *names, size_t items);

/* Adds a known item; ids that it no longer has do no harm. */
void abs_names_add(struct cx *cx, struct abs_names *names, struct abs_item *item);

/* Sets is_older and starts of a row whose item is settled. */
void abs_row_judge(const struct abs_names *names, struct abs_row *row);

/* For qsort: the oldest word first; by ids where the times are the same. */
int abs_row_by_time(const void *a, const void *b);

#endif
