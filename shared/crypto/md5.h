/* SPDX-License-Identifier: MIT */
/* md5.h -- tokens as some programs send them: as the MD5 of a password. */
#ifndef SHARED_CRYPTO_MD5_H
#define SHARED_CRYPTO_MD5_H

#include "shared/crypto/token.h"

/*
 * The hash of what a program sends instead of a token that was entered there as
 * a password: its MD5, in small hexadecimal digits, and of that the token_hash.
 */
void md5_token_hash(const char *token, unsigned char hash[static TOKEN_HASH]);

#endif
