/* SPDX-License-Identifier: MIT */
/*
 * household.h -- the accounts of a shared hook, given to people.
 *
 * In the caller's transaction, to be rolled back after an error: ERR_NOT_FOUND,
 * it does not exist or belongs to somebody else; ERR_FORBIDDEN, only an
 * administrator may; ERR_CONFLICT, the state forbids it; ERR_INPUT, a wrong
 * value.
 */
#ifndef SHARED_ACTIONS_HOUSEHOLD_H
#define SHARED_ACTIONS_HOUSEHOLD_H

#include "shared/base/conf.h"
#include "shared/store/sender_account.h"

/* What is to be done, and by whom. */
struct household {
	int64_t user_id;    /* who acts; 0: whoever has the machine, on any hook */
	bool is_admin;      /* may give accounts to others */
	int64_t account_id; /* or, before its first report: */
	const struct integration *hook;
	const char *account; /* its name at the sender */
	const char *person;  /* who gets it, by name */
};

/* What it led to. */
struct household_effect {
	const struct sender_account_row *row; /* as it is now */
	struct thing_tally tally;             /* of the reports that waited */
};

/*
 * Gives an account that nobody has to a person. The reports that waited become
 * theirs, and are weighed in the order of their receipt.
 */
MUST_CHECK enum err household_give(struct cx *cx, struct store *s, const struct conf *conf,
	const struct household *what, struct household_effect *out);

/* Its reports are ignored from now on; those that waited are kept, ignored. */
MUST_CHECK enum err household_ignore(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out);

/*
 * A stranger again. What was recorded stays with the person who had it; what
 * waited before it was ignored waits again.
 */
MUST_CHECK enum err household_take_back(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out);

/* "alice", or "no account". */
const char *household_account_name(const struct sender_account *account);

#endif
