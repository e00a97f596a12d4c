/* SPDX-License-Identifier: MIT */
/* new_password.h -- choosing a password: its fields, and what follows. */
#ifndef CGI_WEB_NEW_PASSWORD_H
#define CGI_WEB_NEW_PASSWORD_H

#include "cgi/web/page.h"
#include "shared/actions/person.h"

/* The two fields, with these labels; for one form of a page at most. */
void new_password_put(const struct call *c, const char *label, const char *label_again);

/* What was typed into both fields; ERR_INPUT if they differ. */
MUST_CHECK enum err new_password_read(const struct call *c, const char **out);

/* The box that offers to end the person's tokens, too. */
void new_password_put_tokens(const struct call *c);

/*
 * Stores the password; of `change`, the box decides whether tokens end. Opens a
 * transaction, after hashing. ERR_INPUT: too short, or too long.
 */
MUST_CHECK enum err new_password_set(
	const struct call *c, struct password_change change, const char *password_or_null);

#endif
