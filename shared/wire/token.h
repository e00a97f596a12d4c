/* SPDX-License-Identifier: MIT */
/* token.h -- an application token in the words of the API and of ryotctl. */
#ifndef SHARED_WIRE_TOKEN_H
#define SHARED_WIRE_TOKEN_H

#include "shared/base/buf.h"
#include "shared/store/user.h"

/* Into an object that is open; never the secret. */
void token_put(struct buf *out, const struct token *row);

#endif
