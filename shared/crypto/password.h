/* SPDX-License-Identifier: MIT */
/* password.h -- passwords are short and guessable, so they get Argon2id. */
#ifndef SHARED_CRYPTO_PASSWORD_H
#define SHARED_CRYPTO_PASSWORD_H

#include "shared/base/err.h"
#include "shared/base/lengths.h"

enum {
	PASSWORD_HASH_TEXT = 128,
	PASSWORD_MIN = 8,
};

/* ERR_INPUT: a new password is too short or too long. */
MUST_CHECK enum err password_check(struct cx *cx, const char *password);

/* ERR_INPUT when it is too short or too long. Takes about 0.1 s. */
MUST_CHECK enum err password_hash(
	struct cx *cx, const char *password, char hash[static PASSWORD_HASH_TEXT]);

/*
 * A hash of NULL stands for an unknown user: false, after the same time, so
 * that the answer does not tell which names exist.
 */
bool password_verify(const char *hash, const char *password);

#endif
