/* SPDX-License-Identifier: MIT */
/* token.c -- random names, and hashes of them. */
#include "shared/crypto/token.h"

#include <sodium.h>

#include "shared/base/parse.h"

void token_new_slug(char slug[static SLUG_TEXT])
{
	/* 32 signs of five bits each, without those that look alike. */
	static const char signs[] = "abcdefghijkmnpqrstuvwxyz23456789";
	_Static_assert(sizeof(signs) - 1 == 32, "five bits a sign");

	randombytes_buf(slug, SLUG_TEXT - 1);
	for (size_t i = 0; i < SLUG_TEXT - 1; i++)
		slug[i] = signs[(unsigned char)slug[i] % 32];
	slug[SLUG_TEXT - 1] = '\0';
}

void token_new(char token[static TOKEN_TEXT])
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

void token_new_short(char code[static SHORT_TEXT])
{
	/* Consonants: they spell no words, and none looks like a digit. */
	static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";

	for (size_t i = 0; i < SHORT_TEXT - 1; i++)
		code[i] = i == 4 ? '-' : letters[randombytes_uniform(sizeof(letters) - 1)];
	code[SHORT_TEXT - 1] = '\0';
}

bool token_has_shape(const char *text)
{
	return parse_is_uuid(text);
}

void token_hash(const char *token, unsigned char hash[static TOKEN_HASH])
{
	unsigned char lower[TOKEN_TEXT - 1] = { 0 };

	for (size_t i = 0; i < sizeof(lower) && token[i]; i++) {
		unsigned char c = (unsigned char)token[i];

		lower[i] = c >= 'A' && c <= 'F' ? (unsigned char)(c | 0x20) : c;
	}
	crypto_generichash(hash, TOKEN_HASH, lower, sizeof(lower), NULL, 0);
	sodium_memzero(lower, sizeof(lower));
}

void token_csrf(const char *cookie, char csrf[static CSRF_TEXT])
{
	static const char purpose[] = "csrf";
	unsigned char hash[(CSRF_TEXT - 1) / 2];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)purpose, sizeof(purpose) - 1,
		(const unsigned char *)cookie, TOKEN_TEXT - 1);
	sodium_bin2hex(csrf, CSRF_TEXT, hash, sizeof(hash));
}

bool token_is_same(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}
