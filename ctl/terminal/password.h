/* SPDX-License-Identifier: MIT */
/*
 * password.h -- reads a new password from the terminal or standard input;
 * never from an argument, which other users see in `ps`.
 */
#ifndef CTL_TERMINAL_PASSWORD_H
#define CTL_TERMINAL_PASSWORD_H

#include "shared/crypto/password.h"

enum password_from {
	PASSWORD_ASKED, /* asked twice on the terminal, without echo */
	PASSWORD_STDIN, /* the first line of standard input */
};

/*
 * Reads a new password, returns its hash and wipes the password. ERR_USAGE
 * without a terminal to ask on; ERR_INPUT if the two entries differ, or the
 * password is too short, too long or not UTF-8.
 */
MUST_CHECK enum err password_read(struct cx *cx, enum password_from from, const char *user_name,
	char hash[static PASSWORD_HASH_TEXT]);

#endif
