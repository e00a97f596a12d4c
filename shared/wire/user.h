/* SPDX-License-Identifier: MIT */
/* user.h -- a person as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_USER_H
#define SHARED_WIRE_USER_H

#include "shared/base/buf.h"
#include "shared/base/conf.h"
#include "shared/store/holding.h"
#include "shared/store/user.h"

/* Adds the members to an open object: name, and whether an administrator. */
void user_put(struct buf *out, const struct user *user);

/* The member "quotas": what the user has of each, and may have. */
void user_quotas_put(struct buf *out, const struct holding *has, const struct conf *conf);

#endif
