/* SPDX-License-Identifier: MIT */
/* token.h -- an application token as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_TOKEN_H
#define SHARED_WIRE_TOKEN_H

#include "shared/base/buf.h"
#include "shared/store/user.h"

/* Adds the members, except the secret, to an open object. */
void token_put(struct buf *out, const struct token *row);

#endif
