/* SPDX-License-Identifier: MIT */
/* digest.h -- a hash by which two bodies are compared without keeping both. */
#ifndef SHARED_CRYPTO_DIGEST_H
#define SHARED_CRYPTO_DIGEST_H

#include "shared/base/base.h"

enum { DIGEST_BYTES = 32 };

/* BLAKE2b of exactly these bytes. */
void digest_bytes(const void *bytes, size_t length, unsigned char out[static DIGEST_BYTES]);

#endif
