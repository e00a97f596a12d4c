/* SPDX-License-Identifier: MIT */
/*
 * sender_account.h -- the accounts of the sender of a shared hook, to whom each
 * was given, and the reports that wait until one is.
 */
#ifndef SHARED_STORE_SENDER_ACCOUNT_H
#define SHARED_STORE_SENDER_ACCOUNT_H

#include "shared/store/thing.h"

/* Of one hook. */
enum { ACCOUNTS_MAX = 200 };
/* Deliveries of one stranger that wait; of more, the newest. */
enum { STRANGER_MAX = 500 };

struct sender_account {
	int64_t id;
	int64_t integration_id; /* the hook */
	const char *known_as;   /* its key: see shared/actions/routing.c */
	const char *name;       /* as the sender gives it, or NULL, as the next */
	const char *sender_id;
	int64_t to_id; /* the integration of the person who has it; 0: nobody */
	bool is_ignored;
	int64_t created_ms;
	struct tick tick; /* of a stranger */
	int64_t turn;     /* counts runs and stretches: ticks of one fold */
};

/* *out is NULL if there is none. */
MUST_CHECK enum err store_sender_account_find(struct cx *cx, struct store *s,
	int64_t integration_id, const char *known_as, const struct sender_account **out);
/* Fills in the id. */
MUST_CHECK enum err store_sender_account_add(
	struct cx *cx, struct store *s, struct sender_account *row);
/* Writes known_as, name, sender_id. */
MUST_CHECK enum err store_sender_account_rename(
	struct cx *cx, struct store *s, const struct sender_account *row);
/* Writes tick and turn. */
MUST_CHECK enum err store_sender_account_ticked(
	struct cx *cx, struct store *s, const struct sender_account *row);
/* Writes to_id and is_ignored. */
MUST_CHECK enum err store_sender_account_settle(
	struct cx *cx, struct store *s, const struct sender_account *row);
MUST_CHECK enum err store_sender_account_count(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t *count);
/* Strangers of whom no report waits any more. */
MUST_CHECK enum err store_sender_account_prune(struct cx *cx, struct store *s);

/* An account in a list. */
struct sender_account_row {
	struct sender_account account;
	int64_t owner_id; /* of the hook */
	int64_t user_id;  /* of the person who has it, or 0 */
	const char *user_name;
	/* Of the reports of a stranger that wait; else 0, UNSAID, NULL. */
	int64_t reports, deliveries;
	int64_t last_ms;
	const char *title; /* what the newest is about, or NULL */
};

/* Of a hook: strangers first. */
MUST_CHECK enum err store_sender_account_list(struct cx *cx, struct store *s,
	int64_t integration_id, const struct sender_account_row **rows, size_t *count);
/* ERR_NOT_FOUND also if that person has no such hook; owner_id 0: anybody's. */
MUST_CHECK enum err store_sender_account_get(struct cx *cx, struct store *s, int64_t owner_id,
	int64_t id, const struct sender_account_row **out);

/* Of an integration of a person: since when it has which reports. */
struct heard_through {
	int64_t deliveries, last_ms; /* last_ms or UNSAID */
};
MUST_CHECK enum err store_heard_through(
	struct cx *cx, struct store *s, int64_t integration_id, struct heard_through *out);

/* ---- the reports that wait ---- */

/* It waits for its account; the oldest go when that are too many. */
MUST_CHECK enum err store_stranger_put(
	struct cx *cx, struct store *s, int64_t delivery_id, int64_t account_id);
/* The newest STRANGER_MAX of them whose body is kept, the newest first. */
MUST_CHECK enum err store_stranger_deliveries(struct cx *cx, struct store *s, int64_t account_id,
	const struct thing_delivery **rows, size_t *count);
/* All of them become deliveries of that integration. */
MUST_CHECK enum err store_stranger_move(
	struct cx *cx, struct store *s, int64_t account_id, int64_t integration_id);
/* They have that reason from now on. */
MUST_CHECK enum err store_stranger_mark(
	struct cx *cx, struct store *s, int64_t account_id, enum reason reason, const char *detail);
/* How many there are of each outcome. */
MUST_CHECK enum err store_stranger_tally(
	struct cx *cx, struct store *s, int64_t account_id, struct thing_tally *out);
/* None of them waits any more. */
MUST_CHECK enum err store_stranger_end(struct cx *cx, struct store *s, int64_t account_id);

#endif
