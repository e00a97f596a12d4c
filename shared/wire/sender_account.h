/* SPDX-License-Identifier: MIT */
/* sender_account.h -- an account of a shared hook as JSON. */
#ifndef SHARED_WIRE_SENDER_ACCOUNT_H
#define SHARED_WIRE_SENDER_ACCOUNT_H

#include "shared/json/write.h"
#include "shared/store/sender_account.h"

/* Adds the members to an open object. */
void sender_account_put(struct buf *out, const struct sender_account_row *row);

/* The members "deliveries" and "outcomes": what came of those that waited. */
void sender_account_tally_put(struct buf *out, const struct thing_tally *tally);

#endif
