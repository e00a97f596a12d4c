/* SPDX-License-Identifier: MIT */
/*
 * hashing.h -- a handler that needs a password hashed asks here, and runs
 * again.
 *
 * The first time, each of these returns ERR_BUSY and leaves the task in
 * res->task. The request is then put aside (cgi/engine/aside.h), and when the
 * hash is there, its handler runs once more, from its start, and finds the
 * result. So ask before you write, or write only what may be written again.
 */
#ifndef CGI_ACCESS_HASHING_H
#define CGI_ACCESS_HASHING_H

#include "cgi/http/call.h"
#include "shared/crypto/hasher.h"

/* A change of password needs the old one checked and the new one hashed. */
enum { HASH_TASKS = 2 };

/* What the request has had hashed so far. */
struct hashed {
	struct hash_task list[HASH_TASKS];
	size_t count;
	bool has_failed; /* the last one: it is not asked for again */
};

/* A hash of NULL stands for an unknown user, see password_verify. */
MUST_CHECK enum err hashing_check(
	const struct call *c, const char *hash_or_null, const char *password, bool *is_right);

/* ERR_INPUT at once when it is too short or too long. */
MUST_CHECK enum err hashing_make(
	const struct call *c, const char *password, char hash[static PASSWORD_HASH_TEXT]);

#endif
