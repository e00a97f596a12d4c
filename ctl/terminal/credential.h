/* SPDX-License-Identifier: MIT */
/*
 * credential.h -- where the key of a server that is asked comes from; never
 * from an argument, which other people's process lists show.
 */
#ifndef CTL_TERMINAL_CREDENTIAL_H
#define CTL_TERMINAL_CREDENTIAL_H

#include "shared/crypto/secret.h"

/* Blanks around a key that was copied are nobody's mistake. */
enum { CREDENTIAL_ROOM = CREDENTIAL_MAX + 256 };

struct credential {
	char line[CREDENTIAL_ROOM];
	const char *text; /* within line */
};

struct credential_from {
	const char *file;     /* its first line; or NULL */
	bool is_stdin;        /* the first line of standard input */
	const char *intro;    /* before the question on the terminal, or "" */
	const char *question; /* when neither is given */
};

/*
 * Reads and trims a key. ERR_USAGE without a terminal to ask on; ERR_INPUT
 * when it is empty, too long, or holds what no key holds.
 */
MUST_CHECK enum err credential_read(
	struct cx *cx, const struct credential_from *from, struct credential *out);

void credential_wipe(struct credential *c);

#endif
