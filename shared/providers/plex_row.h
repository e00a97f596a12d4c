/* SPDX-License-Identifier: MIT */
/*
 * plex_row.h -- a row of what Plex says of an account: a viewing of its
 * history, or an item in progress. Neither has ids; message.unnamed_show is the
 * server's own id of the film or show, by which they are asked for.
 */
#ifndef SHARED_PROVIDERS_PLEX_ROW_H
#define SHARED_PROVIDERS_PLEX_ROW_H

#include "shared/json/reader.h"
#include "shared/providers/lookup.h"
#include "shared/providers/source.h"

/* Every key that is read of an answer; ends with NULL. */
extern const char *const plex_row_keys[];

/*
 * False when there is nothing to tell: no film or episode, or not begun. One
 * that cannot be read has no row->row.
 */
bool plex_row_read(struct cx *cx, struct json row, const char *account, struct source_row *out);

/* As source->read_again. */
bool plex_row_read_again(struct cx *cx, struct bytes body, struct message *out);

#endif
