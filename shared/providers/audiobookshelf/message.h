/* SPDX-License-Identifier: MIT */
/* message.h -- a row whose item is settled, as a message. */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_MESSAGE_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_MESSAGE_H

#include "shared/providers/audiobookshelf/row.h"

/* `server` names local ids. */
void abs_row_message(struct cx *cx, const struct abs_row *row, const char *server, const char *user,
	struct message *out);

/* The message of a kept row whose item was hidden; false: it is no row. */
bool abs_row_read_again(struct cx *cx, struct bytes body, struct message *out);

/* Does what is remembered of the row name its item by other ids or titles? */
bool abs_row_is_renamed(const struct abs_row *row);

#endif
