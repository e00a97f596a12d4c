/* SPDX-License-Identifier: MIT */
/*
 * credential.h -- reads the key of a server from a file, standard input or the
 * terminal; never from an argument, which other users see in `ps`.
 */
#ifndef CTL_TERMINAL_CREDENTIAL_H
#define CTL_TERMINAL_CREDENTIAL_H

#include "shared/crypto/seal.h"

/* Leaves room for whitespace pasted around the key. */
enum { CREDENTIAL_ROOM = CREDENTIAL_MAX + 256 };

struct credential {
	char line[CREDENTIAL_ROOM];
	const char *text; /* within line */
};

struct credential_from {
	const char *file;     /* read its first line; or NULL */
	bool is_stdin;        /* read the first line of standard input */
	const char *intro;    /* before the question on the terminal, or "" */
	const char *question; /* asked when neither is given */
};

/*
 * Reads and trims a key. ERR_USAGE without a terminal to ask on; ERR_INPUT if
 * the key is empty, too long or has characters that no key has.
 */
MUST_CHECK enum err credential_read(
	struct cx *cx, const struct credential_from *from, struct credential *out);

void credential_wipe(struct credential *c);

#endif
