/* SPDX-License-Identifier: MIT */
#include "shared/wire/user.h"

#include "shared/json/write.h"

void user_put(struct buf *out, const struct user *user)
{
	jput_i64(out, "id", user->id);
	jput_str(out, "name", user->name);
	jput_bool(out, "is_admin", user->is_admin);
}
