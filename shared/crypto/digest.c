/* SPDX-License-Identifier: MIT */
/* digest.c -- see digest.h. */
#include "shared/crypto/digest.h"

#include <sodium.h>

void digest_bytes(const void *bytes, size_t length, unsigned char out[static DIGEST_BYTES])
{
	crypto_generichash(out, DIGEST_BYTES, bytes, length, NULL, 0);
}
