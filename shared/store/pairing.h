/* SPDX-License-Identifier: MIT */
/*
 * pairing.h -- devices that wait to be signed in, for shared/actions/pairing.h.
 *
 * A missing row is not an error: find sets *out to NULL.
 */
#ifndef SHARED_STORE_PAIRING_H
#define SHARED_STORE_PAIRING_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"

enum pairing_state {
	PAIRING_WAITING,
	PAIRING_ALLOWED,
	PAIRING_DENIED,
	PAIRING_USED,
	PAIRING__COUNT
};

struct pairing {
	int64_t id;
	const char *name, *remote;
	int64_t created_ms, asked_ms;
	enum pairing_state state;
	int64_t user_id; /* UNSAID: nobody has answered */
};

/* ERR_CONFLICT: that code is taken. */
MUST_CHECK enum err store_pairing_add(struct cx *cx, struct store *s, const struct pairing *row,
	const char *code, const unsigned char hash[static TOKEN_HASH]);
MUST_CHECK enum err store_pairing_by_hash(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct pairing **out);
MUST_CHECK enum err store_pairing_by_code(
	struct cx *cx, struct store *s, const char *code, const struct pairing **out);

/* Its state, user_id and asked_ms. */
MUST_CHECK enum err store_pairing_save(struct cx *cx, struct store *s, const struct pairing *row);

/* Removes those made before. */
MUST_CHECK enum err store_pairing_prune(struct cx *cx, struct store *s, int64_t before_ms);

/* How many made after that still wait; NULL: from any address. */
MUST_CHECK enum err store_pairing_count(struct cx *cx, struct store *s, const char *remote_or_null,
	int64_t after_ms, int64_t *count);

#endif
