/* SPDX-License-Identifier: MIT */
/*
 * items_row.h -- an item of Emby or Jellyfin with what its server says of one
 * person's viewings: UserData.
 *
 * LastPlayedDate is when the last viewing began, or when it was marked; it may
 * be missing. PlayCount is no number of viewings, but grows with each.
 */
#ifndef SHARED_PROVIDERS_ITEMS_ROW_H
#define SHARED_PROVIDERS_ITEMS_ROW_H

#include "shared/json/reader.h"
#include "shared/providers/lookup.h"
#include "shared/providers/source.h"

/* Every key that is read of an answer; ends with NULL. */
extern const char *const items_row_keys[];

struct items_row {
	const char *id; /* NULL: it cannot be read */
	const char *state;
	const char *show; /* the server's id of the show to be asked for, or NULL */
	bool is_news;
	bool is_void; /* there is nothing to tell of it: no viewing, no film or episode */
	struct source_row told;
};

/* `remembered`: the state of earlier runs, or NULL. Never fails. */
void items_row_read(struct cx *cx, struct json item, const struct memory *memory,
	const char *person, struct items_row *out);

/* As source->read_again. */
bool items_row_read_again(struct cx *cx, struct bytes body, struct message *out);

#endif
