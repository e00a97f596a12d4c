/* SPDX-License-Identifier: MIT */
/*
 * password.h -- where a new password comes from; never from an argument,
 * which other people's process lists show.
 */
#ifndef CTL_TERMINAL_PASSWORD_H
#define CTL_TERMINAL_PASSWORD_H

#include "shared/crypto/secret.h"

enum password_from {
	PASSWORD_ASKED, /* on the terminal, twice, without echo */
	PASSWORD_STDIN, /* the first line of standard input */
};

/*
 * Reads a new password and hands out its hash; the password itself is wiped.
 * ERR_USAGE without a terminal to ask on; ERR_INPUT when the two differ, or
 * it is too short, too long, or no UTF-8.
 */
MUST_CHECK enum err password_read(struct cx *cx, enum password_from from, const char *user_name,
	char hash[static PASSWORD_HASH_TEXT]);

#endif
