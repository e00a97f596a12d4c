/* SPDX-License-Identifier: MIT */
/*
 * seal.h -- encrypts the credentials of other servers.
 *
 * The key lies in a file of its own, so a copy of the database alone reveals
 * nothing. A sealed text is bound to a purpose (the address of the server) and
 * opens for no other.
 */
#ifndef SHARED_CRYPTO_SEAL_H
#define SHARED_CRYPTO_SEAL_H

#include "shared/base/err.h"

enum { KEY_SIZE = 32, SEAL_EXTRA = 24 + 16, CREDENTIAL_MAX = 8000 };

struct key {
	unsigned char at[KEY_SIZE];
};

/* Makes the key file, readable by its owner only, if there is none. */
MUST_CHECK enum err seal_make_key(struct cx *cx, const char *path);

/*
 * ERR_CONF when there is none: a new one would open nothing. *out is wiped on
 * failure.
 */
MUST_CHECK enum err seal_load_key(struct cx *cx, const char *path, struct key *out);

/* Returns strlen(text) + SEAL_EXTRA bytes, in the arena. */
const unsigned char *seal_text(struct cx *cx, const struct key *key, const char *purpose,
	const char *text, size_t *length);

/* ERR_CONF when it was sealed with another key or for another purpose. */
MUST_CHECK enum err seal_open(struct cx *cx, const struct key *key, const char *purpose,
	const unsigned char *sealed, size_t length, const char **text);

#endif
