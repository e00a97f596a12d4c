/* SPDX-License-Identifier: MIT */
#include "shared/actions/server_key.h"

#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"

#include <unistd.h>

enum err server_key_check(struct cx *cx, const char *text)
{
	size_t length = strlen(text);

	if (length == 0)
		return err_note(cx, ERR_INPUT, "no key was given");
	if (length > CREDENTIAL_MAX)
		return err_note(cx, ERR_INPUT,
			"the key is too long: %zu octets, and at most %d can "
			"be",
			length, CREDENTIAL_MAX);
	for (size_t i = 0; i < length; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return err_note(cx, ERR_INPUT,
				"that is no key: its octet %zu is a blank, a "
				"control character or no ASCII; copy the key "
				"alone, and all of it",
				i + 1);
	return OK;
}

/*
 * A key file that is gone is not replaced in silence while there are accounts
 * that only the old one opens.
 */
static enum err make_first_key(struct cx *cx, struct store *s, const char *key_file)
{
	const struct server *servers;
	size_t count = 0;
	enum err err = store_server_list(cx, s, 0, &servers, &count);

	if (err != OK || access(key_file, F_OK) == 0)
		return err;
	if (count > 0)
		return err_note(cx, ERR_CONF,
			"the key file %s is gone, and the stored keys open "
			"with nothing else; bring it back, or make another "
			"(head -c %d /dev/urandom >FILE; chmod 600 FILE) and "
			"enter each server's key anew",
			key_file, KEY_SIZE);
	return seal_make_key(cx, key_file);
}

enum err server_key_seal(
	struct cx *cx, struct store *s, const char *key_file, const char *text, struct server *row)
{
	struct key key;
	enum err err = make_first_key(cx, s, key_file);

	if (err == OK)
		err = seal_load_key(cx, key_file, &key);
	if (err != OK)
		return err;
	row->credential.at = seal_text(cx, &key, row->url, text, &row->credential.length);
	secret_wipe(&key, sizeof(key));
	return OK;
}

enum err server_key_open(
	struct cx *cx, const char *key_file, const struct server *row, const char **text)
{
	struct key key;
	enum err err = seal_load_key(cx, key_file, &key);

	if (err != OK)
		return err;
	err = seal_open(cx, &key, row->url, row->credential.at, row->credential.length, text);
	secret_wipe(&key, sizeof(key));
	return err;
}
