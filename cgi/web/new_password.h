/* SPDX-License-Identifier: MIT */
/* new_password.h -- choosing a password: its fields, and what follows. */
#ifndef CGI_WEB_NEW_PASSWORD_H
#define CGI_WEB_NEW_PASSWORD_H

#include "cgi/web/page.h"

/* The two fields, with these labels; for one form of a page at most. */
void new_password_put(const struct call *c, const char *label, const char *label_again);

/* What was typed into both fields; ERR_INPUT if they differ. */
MUST_CHECK enum err new_password_read(const struct call *c, const char **out);

/*
 * Stores the password and ends the person's other sessions, which the old one
 * may have opened. session_id: the session to keep; 0: none. Opens a
 * transaction, after hashing. ERR_INPUT: too short, or too long.
 */
MUST_CHECK enum err new_password_set(struct cx *cx, struct store *s, int64_t user_id,
	int64_t session_id, const char *password_or_null);

#endif
