/* SPDX-License-Identifier: MIT */
/* integration.h -- a person's connections to senders. */
#ifndef SHARED_STORE_INTEGRATION_H
#define SHARED_STORE_INTEGRATION_H

#include "shared/base/lengths.h"
#include "shared/crypto/token.h"
#include "shared/db/db.h"
#include "shared/progress/policy.h"
#include "shared/store/refusal.h"

enum { SLUG_GRACE_MS = 24 * 60 * 60 * 1000 };

struct integration {
	int64_t id, user_id;
	const char *user_name;
	const char *provider;
	const char *name;
	const char *slug;         /* secret */
	int64_t old_slug_ends_ms; /* the previous slug works until then, or UNSAID */
	bool enabled;
	struct limits limits;
	const struct policy *policy; /* or NULL: all is as usual */
	const char *only_user;       /* or NULL: all */
	bool is_shared;              /* reports go to whom their account was given */
	int64_t hook_id;             /* the shared one that its reports come through; 0: none */
	const char *sender_version;  /* last reported, or NULL */
	int64_t created_ms;
};

/* Fills in id, slug and created_ms. ERR_INPUT for bad limits. */
MUST_CHECK enum err store_integration_add(struct cx *cx, struct store *s, struct integration *row);

/* Each sets *out to NULL if there is none. */
MUST_CHECK enum err store_integration_by_id(
	struct cx *cx, struct store *s, int64_t id, const struct integration **out);
/* NULL also if it belongs to somebody else. */
MUST_CHECK enum err store_integration_own(struct cx *cx, struct store *s, int64_t user_id,
	int64_t id, const struct integration **out);
/*
 * For every report of a sender: only what the rules need is filled in. Names,
 * slug and times are NULL or 0.
 */
MUST_CHECK enum err store_integration_by_slug(
	struct cx *cx, struct store *s, const char *slug, const struct integration **out);
/* The same by its id. */
MUST_CHECK enum err store_integration_listener(
	struct cx *cx, struct store *s, int64_t id, const struct integration **out);
/* The id of the person's integration behind a shared hook, or 0. */
MUST_CHECK enum err store_integration_behind(
	struct cx *cx, struct store *s, int64_t hook_id, int64_t user_id, int64_t *id);
/* The oldest one of that provider that sends by itself. */
MUST_CHECK enum err store_integration_of_user(struct cx *cx, struct store *s, int64_t user_id,
	const char *provider, const struct integration **out);

/* Everybody's, in the order of their ids: as store_user_page. */
MUST_CHECK enum err store_integration_page(struct cx *cx, struct store *s, int64_t after,
	const struct integration **rows, size_t *count);
MUST_CHECK enum err store_integration_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct integration **rows, size_t *count);

/*
 * Counts of deliveries by outcome, and the times of the last; UNSAID for never.
 */
struct integration_health {
	int64_t last_ms, last_tracked_ms;
	int64_t deliveries, tracked, ignored, waiting, unmatched, refused;
	struct refusal too_many; /* not deliveries */
};
MUST_CHECK enum err store_integration_health(
	struct cx *cx, struct store *s, int64_t id, struct integration_health *out);

/* Writes name, enabled, limits, only_user, is_shared. ERR_INPUT: bad limits. */
MUST_CHECK enum err store_integration_save(
	struct cx *cx, struct store *s, const struct integration *row);

/* Writes the policy. */
MUST_CHECK enum err store_integration_policy(
	struct cx *cx, struct store *s, const struct integration *row);

MUST_CHECK enum err store_integration_sender(
	struct cx *cx, struct store *s, int64_t id, const char *version);

/* Makes a new slug; the old one keeps working for SLUG_GRACE_MS. */
MUST_CHECK enum err store_integration_rotate(
	struct cx *cx, struct store *s, const struct integration *row, char slug[static SLUG_TEXT]);

/* In a transaction: with its deliveries; its plays stay, and keep its name. */
MUST_CHECK enum err store_integration_remove(
	struct cx *cx, struct store *s, const struct integration *row);

#endif
