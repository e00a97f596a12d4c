/* SPDX-License-Identifier: MIT */
/*
 * policy.h -- what a person may set as the policy of an integration.
 *
 * Pages, API and ryotctl hand over what was typed; what one of them refuses all
 * refuse, in the same words. cx->field then has the name of the policy. All
 * errors are ERR_INPUT, and nothing is changed.
 */
#ifndef SHARED_ACTIONS_POLICY_H
#define SHARED_ACTIONS_POLICY_H

#include "shared/store/integration.h"

/* Typed instead of a value: as usual. */
#define POLICY_OFF "off"

/* A value as typed; blanks around it do not matter; "" is POLICY_OFF, too. */
MUST_CHECK enum err policy_set(
	struct cx *cx, enum policy_name which, const char *text, struct policy *out);

/* The value as one would type it, or "" when it is as usual. */
const char *policy_value(struct cx *cx, enum policy_name which, const struct policy *policy);

/* That of the integration, without a time that is over. */
struct policy policy_of(const struct cx *cx, const struct integration *row);

/* Do all values agree, with each other and with the limits? */
MUST_CHECK enum err policy_check(
	struct cx *cx, const struct limits *own, const struct policy *policy);

/* Checks and stores it. */
MUST_CHECK enum err policy_save(
	struct cx *cx, struct store *s, const struct integration *was, const struct policy *policy);

#endif
