/* SPDX-License-Identifier: MIT */
#include "shared/crypto/md5.h"

#include <md5.h>

#include "shared/crypto/secret.h"

void md5_token_hash(const char *token, unsigned char hash[static TOKEN_HASH])
{
	char hex[MD5_DIGEST_STRING_LENGTH];

	MD5Data((const uint8_t *)token, strlen(token), hex);
	token_hash(hex, hash);
	secret_wipe(hex, sizeof(hex));
}
