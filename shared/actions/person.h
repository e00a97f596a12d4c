/* SPDX-License-Identifier: MIT */
/* person.h -- a new password, and what ends with the old one. */
#ifndef SHARED_ACTIONS_PERSON_H
#define SHARED_ACTIONS_PERSON_H

#include "shared/db/db.h"

struct password_change {
	int64_t user_id;
	int64_t keep_session; /* 0: none */
	bool ends_tokens;     /* revoke all application tokens as well */
};

/*
 * Stores the hash. Ends the person's other sessions and forgets the browsers,
 * which the old password may have opened. In the caller's transaction.
 */
MUST_CHECK enum err person_set_password(
	struct cx *cx, struct store *s, const struct password_change *change, const char *hash);

#endif
