/* SPDX-License-Identifier: MIT */
/*
 * seal.c -- XChaCha20-Poly1305: a random nonce in front, the purpose as
 * associated data.
 */
#include "shared/crypto/seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/crypto/secret.h"

_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
_Static_assert(SEAL_EXTRA == NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "nonce and tag");

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_CONF, "key file %s: %s", path, strerror(errno));
}

static enum err load_key(struct cx *cx, const char *path, struct key *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat what;
	ssize_t got;

	if (fd < 0 || fstat(fd, &what) != 0) {
		if (fd >= 0)
			close(fd);
		return fail(cx, path);
	}
	got = read(fd, out->at, KEY_SIZE);
	close(fd);
	if (got != KEY_SIZE || what.st_size != KEY_SIZE)
		return err_note(cx, ERR_CONF, "key file %s: expected %d bytes", path, KEY_SIZE);
	if (what.st_mode & (S_IRWXG | S_IRWXO))
		return err_note(
			cx, ERR_CONF, "key file %s: others may read it; chmod 600 it", path);
	return OK;
}

enum err seal_load_key(struct cx *cx, const char *path, struct key *out)
{
	enum err err = load_key(cx, path, out);

	if (err != OK)
		secret_wipe(out, sizeof(*out));
	return err;
}

/*
 * Writes a draft and links it into place, which fails if another process was
 * faster. So a half-written key is never visible.
 */
static enum err make_key(struct cx *cx, const char *path)
{
	const char *draft = arena_printf(cx->arena, "%s.%ld", path, (long)getpid());
	unsigned char key[KEY_SIZE];
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err err = OK;

	if (fd < 0)
		return fail(cx, draft);
	randombytes_buf(key, sizeof(key));
	if (write(fd, key, sizeof(key)) != (ssize_t)sizeof(key) || fsync(fd) != 0 ||
		(link(draft, path) != 0 && errno != EEXIST))
		err = fail(cx, path);
	secret_wipe(key, sizeof(key));
	close(fd);
	unlink(draft);
	return err;
}

enum err seal_make_key(struct cx *cx, const char *path)
{
	return access(path, F_OK) == 0 ? OK : make_key(cx, path);
}

const unsigned char *seal_text(
	struct cx *cx, const struct key *key, const char *purpose, const char *text, size_t *length)
{
	size_t size = strlen(text);
	unsigned char *sealed = arena_alloc(cx->arena, size + SEAL_EXTRA);

	ASSERT(size <= CREDENTIAL_MAX);
	randombytes_buf(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL,
		(const unsigned char *)text, size, (const unsigned char *)purpose, strlen(purpose),
		NULL, sealed, key->at);
	*length = size + SEAL_EXTRA;
	return sealed;
}

enum err seal_open(struct cx *cx, const struct key *key, const char *purpose,
	const unsigned char *sealed, size_t length, const char **text)
{
	unsigned char *out;

	if (length < SEAL_EXTRA || length > CREDENTIAL_MAX + SEAL_EXTRA)
		return err_note(cx, ERR_CONF, "the stored key is damaged");
	out = arena_alloc(cx->arena, length - SEAL_EXTRA + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed + NONCE,
		    length - NONCE, (const unsigned char *)purpose, strlen(purpose), sealed,
		    key->at) != 0)
		return err_note(cx, ERR_CONF,
			"the stored key does not open with this key file; "
			"enter the key of the server again");
	*text = (const char *)out;
	return OK;
}
