/* SPDX-License-Identifier: MIT */
/*
 * items_source.h -- what one person has watched on Emby or Jellyfin, and what
 * is in progress there.
 *
 * Two lists, each by the date of the last viewing, newest first; a run reads
 * one until a page brings nothing new. Marks without a date are last, so once a
 * day the lists are read to their end. The ids of shows are asked for before
 * the rows that need them are handed out, and remembered as those of lookup.h.
 */
#ifndef SHARED_PROVIDERS_ITEMS_SOURCE_H
#define SHARED_PROVIDERS_ITEMS_SOURCE_H

#include "shared/providers/lookup.h"
#include "shared/providers/source.h"

/* How a server is asked. Paths are completed by an id and what follows it. */
struct items_way {
	const char *watched, *watched_after;
	const char *begun, *begun_after; /* what is in progress */
	const struct lookup *lookup;     /* shows by their ids */
};

/* The members of a struct source; begin needs the way. */
void *items_source_begin(struct cx *cx, const struct target *target, const struct items_way *way);
bool items_source_next(struct cx *cx, void *run, struct ask *out);
enum err items_source_accept(
	struct cx *cx, void *run, const struct answer *answer, struct batch *out);
bool items_source_is_settled(const void *run);
const char *items_source_etag(const void *run);
size_t items_source_rows(const void *run);
int64_t items_source_total(const void *run);

#endif
