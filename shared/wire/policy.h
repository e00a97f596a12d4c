/* SPDX-License-Identifier: MIT */
/* policy.h -- the policy of an integration as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_POLICY_H
#define SHARED_WIRE_POLICY_H

#include "shared/json/write.h"
#include "shared/progress/policy.h"

/* Adds all members to an open object; null: as usual. */
void policy_put(struct buf *out, const struct policy *policy);

#endif
