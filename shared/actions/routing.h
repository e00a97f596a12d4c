/* SPDX-License-Identifier: MIT */
/*
 * routing.h -- whose a report of a shared hook is.
 *
 * A shared hook serves several people. Each account of its sender is given to a
 * person (household.h), whose reports go to an integration of that person, as
 * if they had come there: deliveries, plays and unmatched things are that
 * person's alone. An account that nobody has is a stranger's: its reports wait.
 * A report without an effect on any play stays with the hook.
 */
#ifndef SHARED_ACTIONS_ROUTING_H
#define SHARED_ACTIONS_ROUTING_H

#include "shared/actions/receive.h"

struct routed {
	const struct integration *to; /* whose limits, switch and journal hold */
	int64_t turn;                 /* of the stranger; ticks of another do not fold */
	int64_t stranger_id;          /* the account that the report waits for, or 0 */
	enum reason barred;           /* why it is not weighed, or REASON_NONE */
	const char *detail;
	bool is_told; /* a stranger's tick: it tells something new */
};

/*
 * Of a shared hook that is switched on. What a replay has led to before stays
 * the hook's; other deliveries move to the person who has their account now.
 */
MUST_CHECK enum err routing_find(
	struct cx *cx, struct store *s, const struct incoming *in, struct routed *out);

/* The key of an account: by its id at the sender, else by its name. */
MUST_CHECK enum err routing_key(
	struct cx *cx, const char *sender_id, const char *name, const char **out);

#endif
