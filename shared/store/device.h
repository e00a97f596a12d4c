/* SPDX-License-Identifier: MIT */
/*
 * device.h -- browsers in which a person has signed in before.
 *
 * Signing out does not end one; it gives no access, it only keeps what others
 * guess from delaying that person there.
 */
#ifndef SHARED_STORE_DEVICE_H
#define SHARED_STORE_DEVICE_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"

/* Of one person: the ones that signed in last. */
enum { DEVICES_MAX = 20 };

/* It is forgotten that long after it signed in last. */
#define DEVICE_LASTS_MS (INT64_C(365) * 24 * 60 * 60 * 1000)

/* *id is 0 if there is none, or if it is another person's. */
MUST_CHECK enum err store_device_find(struct cx *cx, struct store *s, int64_t user_id,
	const unsigned char hash[static TOKEN_HASH], int64_t *id);

/* Removes the person's oldest beyond DEVICES_MAX. */
MUST_CHECK enum err store_device_add(struct cx *cx, struct store *s, int64_t user_id,
	const unsigned char hash[static TOKEN_HASH]);

MUST_CHECK enum err store_device_remove(struct cx *cx, struct store *s, int64_t id);
MUST_CHECK enum err store_device_remove_all(struct cx *cx, struct store *s, int64_t user_id);

#endif
