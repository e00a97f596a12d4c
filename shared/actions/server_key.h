/* SPDX-License-Identifier: MIT */
/*
 * server_key.h -- keys of other servers on their way into the database and out.
 *
 * They lie there sealed with the key file, each for the address it is for.
 */
#ifndef SHARED_ACTIONS_SERVER_KEY_H
#define SHARED_ACTIONS_SERVER_KEY_H

#include "shared/store/server.h"

/*
 * ERR_INPUT for what can be no key: it becomes part of a request's header, so
 * it is one word of printable ASCII. The note never repeats it.
 */
MUST_CHECK enum err server_key_check(struct cx *cx, const char *text);

/*
 * Fills row->credential for row->url. Makes the key file with the very first
 * key; ERR_CONF when it is gone although there are keys that it alone opens.
 */
MUST_CHECK enum err server_key_seal(
	struct cx *cx, struct store *s, const char *key_file, const char *text, struct server *row);

MUST_CHECK enum err server_key_open(
	struct cx *cx, const char *key_file, const struct server *row, const char **text);

#endif
