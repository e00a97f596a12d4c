/* SPDX-License-Identifier: MIT */
/*
 * server.h -- the server of an integration that is asked: which address, key
 * and CA file it may have, and what a change of one does to the others.
 *
 * Pages, API and ryotctl call this; none of them writes a server by itself.
 * Keys lie in the database sealed with the key file, each for its address.
 */
#ifndef SHARED_ACTIONS_SERVER_H
#define SHARED_ACTIONS_SERVER_H

#include "shared/crypto/secret.h"
#include "shared/store/overview.h"
#include "shared/store/server.h"

/* ERR_CONF when the key file is missing: a new one would open nothing. */
MUST_CHECK enum err server_key_open(
	struct cx *cx, const char *key_file, const struct server *row, const char **text);

/* As typed; NULL stays as it is. */
struct server_change {
	const char *url, *key;
	const char *ca_file; /* "": the system's authorities */
	bool is_removal;     /* no server any more; the rest does not count */
};

/* A server that is not stored yet. */
struct server_draft {
	struct server row;
	const char *key;    /* in the clear, until server_seal */
	bool is_key_kept;   /* the stored key goes on to another address */
	bool is_tls_lost;   /* and is no longer encrypted on its way there */
	bool wants_sync;    /* at once: somebody waits for it */
	bool needs_no_test; /* the caller has asked the server, or was told not to */
	bool is_removal;    /* there is to be none any more; nothing else counts */
};

/* Nothing is known of it yet. */
struct server server_empty(void);

/* Does a new address need its own key? A stored key is for one host only. */
bool server_needs_key(const struct server *was, const char *url);

/*
 * was: what is stored, or NULL for a new one. A key is needed unless the stored
 * one may go on: to another address of the same host.
 */
MUST_CHECK enum err server_draft(struct cx *cx, const char *key_file, const struct server *was,
	const struct server_change *in, struct server_draft *out);

/* What to warn of, or NULL. */
const char *server_draft_warning(struct cx *cx, const struct server_draft *draft);

/*
 * Seals the key for its address. Makes the key file with the very first key;
 * ERR_CONF when it is gone although there are keys that it alone opens.
 */
MUST_CHECK enum err server_seal(
	struct cx *cx, struct store *s, const char *key_file, struct server_draft *draft);

/*
 * Stores a sealed draft, in the caller's transaction: it is due with the next
 * run of ryot-yank and, unless the draft needs none, noted for a test. What
 * waits for an answer of the server is due as well.
 */
MUST_CHECK enum err server_put_draft(
	struct cx *cx, struct store *s, int64_t user_id, const struct server_draft *draft);

/* What a person can want of a server. */
enum server_wish { WISH_SYNC, WISH_TEST };

/*
 * Notes the wish for ryot-yank, and commits: call it outside a transaction. The
 * same wish again within a minute changes nothing while it is not answered;
 * *is_new says which. ERR_INPUT for a sync of an integration that is switched
 * off. The row has a server.
 */
MUST_CHECK enum err server_request(struct cx *cx, struct store *s, const struct overview *row,
	enum server_wish wish, bool *is_new);

#endif
