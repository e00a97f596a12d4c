/* SPDX-License-Identifier: MIT */
/* secret.c -- the start of libsodium, and care for secrets in memory. */
#include "shared/crypto/secret.h"

#include <sodium.h>

enum err secret_open(struct cx *cx)
{
	if (sodium_init() < 0)
		return err_note(cx, ERR_INTERNAL, "libsodium does not start");
	return OK;
}

const char *secret_from_base64url(struct cx *cx, const char *text, size_t length)
{
	char *out = arena_alloc(cx->arena, length + 1);
	size_t size;

	if (sodium_base642bin((unsigned char *)out, length, text, length, NULL, &size, NULL,
		    sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return NULL;
	out[size] = '\0';
	return out;
}

void secret_redact(char *text, const char *secret)
{
	enum { TELLING = 8 };
	size_t whole = strlen(secret);

	for (char *at = text; *at && whole > 0; at++) {
		size_t same = 0;

		while (same < whole && at[same] == secret[same])
			same++;
		if (same == whole || same >= TELLING)
			memset(at, '*', same);
	}
}

void secret_wipe(void *at, size_t size)
{
	sodium_memzero(at, size);
}
