/* SPDX-License-Identifier: MIT */
/* integration_json.h -- an integration in the words of the API and of ryotctl. */
#ifndef SHARED_INTEGRATION_JSON_H
#define SHARED_INTEGRATION_JSON_H

#include "shared/json.h"
#include "shared/store_integration.h"

/* Into an object that is open: what it is and how it weighs. No secret. */
void integration_put(struct buf *out, const struct integration *row);

/* The member "received". */
void integration_health_put(
	struct buf *out, const struct integration_health *health);

#endif
