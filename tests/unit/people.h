/* SPDX-License-Identifier: MIT */
/*
 * people.h -- a database with people in it: users, integrations, and the path
 * of a body from its bytes to the store.
 */
#ifndef TESTS_UNIT_PEOPLE_H
#define TESTS_UNIT_PEOPLE_H

#include "shared/actions/receive.h"
#include "shared/crypto/secret.h"
#include "shared/providers/sink.h"
#include "shared/store/item.h"
#include "shared/store/play.h"
#include "shared/store/user.h"
#include "shared/store/work.h"

#include "tests/unit/unit.h"

/* For cmocka's group: libsodium makes the slugs. */
static inline int people_group_setup(void **state)
{
	struct cx cx = { 0 };

	(void)state;
	return secret_open(&cx) == OK ? 0 : -1;
}

static inline int64_t add_user(struct unit *u, const char *name)
{
	struct user user = { .name = name, .password_hash = "*" };
	int64_t id = 0;

	MUST(store_user_add(&u->cx, u->store, &user, &id));
	assert_true(id > 0);
	return id;
}

/* only_user may be NULL. Returns the row as stored. */
static inline const struct integration *add_integration(
	struct unit *u, int64_t user_id, const char *provider, const char *only_user)
{
	const struct integration *stored = NULL;
	struct integration row = {
		.user_id = user_id,
		.provider = provider,
		.name = "Living room",
		.enabled = true,
		.limits = { .start = LIMIT_START, .complete = LIMIT_COMPLETE },
		.only_user = only_user,
	};

	MUST(store_integration_add(&u->cx, u->store, &row));
	MUST(store_integration_by_id(&u->cx, u->store, row.id, &stored));
	assert_non_null(stored);
	return stored;
}

/* The verdict on a message received now, in a separate transaction. */
static inline struct verdict receive(struct unit *u, const struct integration *to,
	const struct message *message, struct bytes body)
{
	struct incoming incoming = {
		.integration = to,
		.message = message,
		.received_ms = u->cx.now_ms,
		.body = body,
	};
	struct verdict verdict;

	MUST(store_begin(&u->cx, u->store));
	MUST(receive_message(&u->cx, u->store, &incoming, &verdict));
	MUST(store_end(&u->cx, u->store, OK));
	return verdict;
}

/* The plays of a user, newest first. */
static inline const struct play *plays_of(struct unit *u, int64_t user_id, size_t *count)
{
	struct play_filter filter = { .user_id = user_id, .limit = PLAY_LIST_MAX };
	const struct play *rows = NULL;

	MUST(store_play_list(&u->cx, u->store, &filter, &rows, count));
	return rows;
}

/* The deliveries of an integration (0: all), newest first. */
static inline const struct delivery *deliveries_of(
	struct unit *u, int64_t integration_id, size_t *count)
{
	struct delivery_filter filter = { .integration_id = integration_id,
		.limit = DELIVERY_LIST_MAX };
	const struct delivery *rows = NULL;

	MUST(store_delivery_list(&u->cx, u->store, &filter, &rows, count));
	return rows;
}

static inline void print_finding(void *arg, bool is_wrong, const char *what)
{
	(void)arg;
	print_message("%s: %s\n", is_wrong ? "wrong" : "worth a look", what);
}

/* The database is intact, whatever was done to it. */
static inline void is_sound(struct unit *u)
{
	int wrong = -1;

	MUST(store_check(&u->cx, u->store, print_finding, NULL, &wrong));
	is_i64("store_check", "wrong", wrong, 0);
}

#endif
