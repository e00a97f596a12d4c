/* SPDX-License-Identifier: MIT */
/*
 * secret.h -- care for secrets in memory.
 *
 * shared/crypto/ is the only door to libsodium; secret_open comes first.
 */
#ifndef SHARED_CRYPTO_SECRET_H
#define SHARED_CRYPTO_SECRET_H

#include "shared/base/err.h"

/* Starts libsodium; once, before any other call to shared/crypto/. */
MUST_CHECK enum err secret_open(struct cx *cx);

/* Overwrites memory in a way that no optimiser removes. */
void secret_wipe(void *at, size_t size);

/*
 * Replaces by stars each place in text that holds the secret, or the first
 * eight characters or more of it: a server may echo in an error what it was
 * sent.
 */
void secret_redact(char *text, const char *secret);

/* The bytes that base64url text stands for, as a string; NULL for bad text. */
const char *secret_from_base64url(struct cx *cx, const char *text, size_t length);

#endif
