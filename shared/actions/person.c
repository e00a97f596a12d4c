/* SPDX-License-Identifier: MIT */
#include "shared/actions/person.h"

#include "shared/store/device.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

enum err person_set_password(
	struct cx *cx, struct store *s, const struct password_change *change, const char *hash)
{
	TRY(store_user_set_password(cx, s, change->user_id, hash));
	TRY(store_device_remove_all(cx, s, change->user_id));
	if (change->ends_tokens)
		TRY(store_token_revoke_all(cx, s, change->user_id));
	return store_session_end_all(cx, s, change->user_id, change->keep_session);
}
