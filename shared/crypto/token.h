/* SPDX-License-Identifier: MIT */
/*
 * token.h -- slugs, tokens, and the proof that a form is ours.
 *
 * A slug is the secret in the address of a webhook: 26 letters and digits, 130
 * random bits. A token is a random UUID, shown once and stored only as a hash;
 * a fast hash is enough for 122 random bits.
 */
#ifndef SHARED_CRYPTO_TOKEN_H
#define SHARED_CRYPTO_TOKEN_H

#include "shared/base/base.h"

enum {
	SLUG_TEXT = 26 + 1,
	TOKEN_TEXT = 36 + 1,
	TOKEN_HASH = 32,
	SHORT_TEXT = 9 + 1,
	CSRF_TEXT = 32 + 1,
};

void token_new_slug(char slug[static SLUG_TEXT]);
void token_new(char token[static TOKEN_TEXT]);

/* For people to enter within minutes: "WDJB-MJHT", of 34 random bits. */
void token_new_short(char code[static SHORT_TEXT]);

/* 8-4-4-4-12 hexadecimal digits, in either case. */
bool token_has_shape(const char *text);

/* The case of the digits does not matter. */
void token_hash(const char *token, unsigned char hash[static TOKEN_HASH]);

/* The value that forms must send back from the browser with this cookie. */
void token_csrf(const char *cookie, char csrf[static CSRF_TEXT]);

/* Compares in a time that does not tell where the texts differ. */
bool token_is_same(const char *a, const char *b);

#endif
