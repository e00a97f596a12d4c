/* SPDX-License-Identifier: MIT */
/* user.h -- a person in the words of the API and of ryotctl. */
#ifndef SHARED_WIRE_USER_H
#define SHARED_WIRE_USER_H

#include "shared/base/buf.h"
#include "shared/store/user.h"

/* Into an object that is open: who it is, and whether an administrator. */
void user_put(struct buf *out, const struct user *user);

#endif
