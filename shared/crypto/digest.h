/* SPDX-License-Identifier: MIT */
/* digest.h -- a hash by which two bodies are compared without keeping both. */
#ifndef SHARED_CRYPTO_DIGEST_H
#define SHARED_CRYPTO_DIGEST_H

#include "shared/base/arena.h"

enum { DIGEST_BYTES = 32 };

/* BLAKE2b of exactly these bytes. */
void digest_bytes(const void *bytes, size_t length, unsigned char out[static DIGEST_BYTES]);

/* The same of bytes that come in pieces. In the arena. */
struct digest;
struct digest *digest_begin(struct arena *a);
void digest_add(struct digest *d, const void *bytes, size_t length);
void digest_end(struct digest *d, unsigned char out[static DIGEST_BYTES]); /* once */

#endif
