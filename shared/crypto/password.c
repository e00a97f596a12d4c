/* SPDX-License-Identifier: MIT */
/* password.c -- Argon2id with the costs of an interactive sign-in. */
#include "shared/crypto/password.h"

#include <sodium.h>

enum err password_check(struct cx *cx, const char *password)
{
	size_t length = strlen(password);

	if (length < PASSWORD_MIN || length > PASSWORD_MAX)
		return err_note(cx, ERR_INPUT, "a password has %d to %d characters", PASSWORD_MIN,
			PASSWORD_MAX);
	return OK;
}

enum err password_hash(struct cx *cx, const char *password, char hash[static PASSWORD_HASH_TEXT])
{
	_Static_assert(PASSWORD_HASH_TEXT >= crypto_pwhash_STRBYTES, "room");
	TRY(password_check(cx, password));
	if (crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
		    crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return err_note(cx, ERR_INTERNAL, "not enough memory to hash a password");
	return OK;
}

bool password_verify(const char *hash, const char *password)
{
	char waste[crypto_pwhash_STRBYTES];

	if (hash)
		return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	if (crypto_pwhash_str(waste, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
		    crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0)
		sodium_memzero(waste, sizeof(waste));
	return false;
}
