/* SPDX-License-Identifier: MIT */
#include "shared/crypto/secret.h"

#include <sodium.h>

#include "shared/base/parse.h"

enum err secret_open(struct cx *cx)
{
	if (sodium_init() < 0)
		return err_note(cx, ERR_INTERNAL, "libsodium does not start");
	return OK;
}

void secret_new_slug(char slug[static SLUG_TEXT])
{
	/* 32 signs, five bits each; none is mistaken for another. */
	static const char signs[] = "abcdefghijkmnpqrstuvwxyz23456789";
	_Static_assert(sizeof(signs) - 1 == 32, "five bits a sign");

	randombytes_buf(slug, SLUG_TEXT - 1);
	for (size_t i = 0; i < SLUG_TEXT - 1; i++)
		slug[i] = signs[(unsigned char)slug[i] % 32];
	slug[SLUG_TEXT - 1] = '\0';
}

void secret_new_token(char token[static TOKEN_TEXT])
{
	unsigned char b[16];
	char *at = token;

	randombytes_buf(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40); /* RFC 4122: version 4 */
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < sizeof(b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		snprintf(at, 3, "%02x", b[i]);
		at += 2;
	}
}

bool secret_is_token(const char *text)
{
	return parse_is_uuid(text);
}

void secret_hash_token(const char *token, unsigned char hash[static TOKEN_HASH])
{
	unsigned char lower[TOKEN_TEXT - 1] = { 0 };

	for (size_t i = 0; i < sizeof(lower) && token[i]; i++) {
		unsigned char c = (unsigned char)token[i];

		lower[i] = c >= 'A' && c <= 'F' ? (unsigned char)(c | 0x20) : c;
	}
	crypto_generichash(hash, TOKEN_HASH, lower, sizeof(lower), NULL, 0);
	sodium_memzero(lower, sizeof(lower));
}

void secret_csrf(const char *cookie, char csrf[static CSRF_TEXT])
{
	static const char purpose[] = "csrf";
	unsigned char hash[(CSRF_TEXT - 1) / 2];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)purpose, sizeof(purpose) - 1,
		(const unsigned char *)cookie, TOKEN_TEXT - 1);
	sodium_bin2hex(csrf, CSRF_TEXT, hash, sizeof(hash));
}

bool secret_is_same(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}

enum err secret_hash_password(
	struct cx *cx, const char *password, char hash[static PASSWORD_HASH_TEXT])
{
	size_t length = strlen(password);

	_Static_assert(PASSWORD_HASH_TEXT >= crypto_pwhash_STRBYTES, "room");
	if (length < PASSWORD_MIN || length > PASSWORD_MAX)
		return err_note(cx, ERR_INPUT, "a password has %d to %d characters", PASSWORD_MIN,
			PASSWORD_MAX);
	if (crypto_pwhash_str(hash, password, length, crypto_pwhash_OPSLIMIT_INTERACTIVE,
		    crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return err_note(cx, ERR_INTERNAL, "not enough memory to hash a password");
	return OK;
}

bool secret_is_password(const char *hash, const char *password)
{
	char waste[crypto_pwhash_STRBYTES];

	if (hash)
		return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	if (crypto_pwhash_str(waste, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
		    crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0)
		sodium_memzero(waste, sizeof(waste));
	return false;
}

void secret_wipe(void *at, size_t size)
{
	sodium_memzero(at, size);
}
