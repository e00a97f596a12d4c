/* SPDX-License-Identifier: MIT */
/*
 * device.h -- devices that wait to be signed in, for shared/actions/device.h.
 *
 * A missing row is not an error: find sets *out to NULL.
 */
#ifndef SHARED_STORE_DEVICE_H
#define SHARED_STORE_DEVICE_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"

enum device_state { DEVICE_WAITING, DEVICE_ALLOWED, DEVICE_DENIED, DEVICE_USED, DEVICE__COUNT };

struct device {
	int64_t id;
	const char *name, *remote;
	int64_t created_ms, asked_ms;
	enum device_state state;
	int64_t user_id; /* UNSAID: nobody has answered */
};

/* ERR_CONFLICT: that code is taken. */
MUST_CHECK enum err store_device_add(struct cx *cx, struct store *s, const struct device *row,
	const char *code, const unsigned char hash[static TOKEN_HASH]);
MUST_CHECK enum err store_device_by_hash(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct device **out);
MUST_CHECK enum err store_device_by_code(
	struct cx *cx, struct store *s, const char *code, const struct device **out);

/* Its state, user_id and asked_ms. */
MUST_CHECK enum err store_device_save(struct cx *cx, struct store *s, const struct device *row);

/* Removes those made before. */
MUST_CHECK enum err store_device_prune(struct cx *cx, struct store *s, int64_t before_ms);

/* How many made after that still wait; NULL: from any address. */
MUST_CHECK enum err store_device_count(struct cx *cx, struct store *s, const char *remote_or_null,
	int64_t after_ms, int64_t *count);

#endif
