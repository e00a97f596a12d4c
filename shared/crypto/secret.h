/* SPDX-License-Identifier: MIT */
/*
 * secret.h -- the only door to libsodium: random names, hashes, passwords.
 *
 * A slug is the secret in a webhook's address: 26 letters and digits, 130
 * random bits. A token is a random UUID, shown once and stored as its hash
 * only: with 122 random bits a fast hash is enough. Passwords are short and
 * guessable, so they get Argon2id.
 */
#ifndef SHARED_CRYPTO_SECRET_H
#define SHARED_CRYPTO_SECRET_H

#include "shared/base/err.h"

enum {
	SLUG_TEXT = 26 + 1,
	TOKEN_TEXT = 36 + 1,
	TOKEN_HASH = 32,
	CSRF_TEXT = 32 + 1,
	PASSWORD_HASH_TEXT = 128,
	PASSWORD_MIN = 8,
	PASSWORD_MAX = 1000,
};

/* Once, before anything else here. */
MUST_CHECK enum err secret_open(struct cx *cx);

void secret_new_slug(char slug[static SLUG_TEXT]);
void secret_new_token(char token[static TOKEN_TEXT]);

/* 8-4-4-4-12 hexadecimal digits, in either case. */
bool secret_is_token(const char *text);

/* Case of the digits does not matter. */
void secret_hash_token(const char *token, unsigned char hash[static TOKEN_HASH]);

/* What a form of the browser with that cookie must send back. */
void secret_csrf(const char *cookie, char csrf[static CSRF_TEXT]);

/* Are the texts the same? Takes as long whichever sign differs. */
bool secret_is_same(const char *a, const char *b);

/* ERR_INPUT when too short or too long. Takes about a tenth of a second. */
MUST_CHECK enum err secret_hash_password(
	struct cx *cx, const char *password, char hash[static PASSWORD_HASH_TEXT]);
/* With hash NULL (nobody has that name) it takes as long and is false. */
bool secret_is_password(const char *hash, const char *password);

/*
 * Credentials of other servers are encrypted with a key that lies in a file of
 * its own, so that a copy of the database alone gives nothing away. What is
 * sealed is bound to a purpose (the server's address): it opens for no other.
 */
enum { KEY_SIZE = 32, SEAL_EXTRA = 24 + 16, CREDENTIAL_MAX = 8000 };

struct key {
	unsigned char at[KEY_SIZE];
};

/* Makes the key file, readable by its owner only, unless it is there. */
MUST_CHECK enum err secret_make_key(struct cx *cx, const char *path);

/* ERR_CONF when it is not there: a new one would open nothing. */
MUST_CHECK enum err secret_load_key(struct cx *cx, const char *path, struct key *out);

/* Length of text plus SEAL_EXTRA bytes, in the arena. */
const unsigned char *secret_seal(struct cx *cx, const struct key *key, const char *purpose,
	const char *text, size_t *length);

/* ERR_CONF when it was sealed with another key or for another purpose. */
MUST_CHECK enum err secret_open_seal(struct cx *cx, const struct key *key, const char *purpose,
	const unsigned char *sealed, size_t length, const char **text);

/* The bytes behind base64url text as a string, or NULL when it is none. */
const char *secret_from_base64url(struct cx *cx, const char *text, size_t length);

/*
 * Stars out every place in text where the secret, or eight characters or more
 * of its beginning, stand: a server may say in an error what it was sent.
 */
void secret_redact(char *text, const char *secret);

/* Overwrites, in a way no optimiser removes. */
void secret_wipe(void *at, size_t size);

#endif
