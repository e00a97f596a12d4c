/* SPDX-License-Identifier: MIT */
/* digest.c -- see digest.h. */
#include "shared/crypto/digest.h"

#include <sodium.h>

void digest_bytes(const void *bytes, size_t length, unsigned char out[static DIGEST_BYTES])
{
	crypto_generichash(out, DIGEST_BYTES, bytes, length, NULL, 0);
}

struct digest {
	crypto_generichash_state *state;
};

struct digest *digest_begin(struct arena *a)
{
	const size_t align = 64; /* libsodium's, and more than the arena's */
	struct digest *d = arena_alloc(a, sizeof(*d));
	char *room = arena_alloc(a, crypto_generichash_statebytes() + align);

	d->state = (void *)(room + (align - (uintptr_t)room % align));
	crypto_generichash_init(d->state, NULL, 0, DIGEST_BYTES);
	return d;
}

void digest_add(struct digest *d, const void *bytes, size_t length)
{
	crypto_generichash_update(d->state, bytes, length);
}

void digest_end(struct digest *d, unsigned char out[static DIGEST_BYTES])
{
	crypto_generichash_final(d->state, out, DIGEST_BYTES);
}
