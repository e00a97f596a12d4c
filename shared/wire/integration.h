/* SPDX-License-Identifier: MIT */
/* integration.h -- an integration in the words of the API and of ryotctl. */
#ifndef SHARED_WIRE_INTEGRATION_H
#define SHARED_WIRE_INTEGRATION_H

#include "shared/json/write.h"
#include "shared/store/integration.h"

/* Into an object that is open: what it is and how it weighs. No secret. */
void integration_put(struct buf *out, const struct integration *row);

/* The member "received". */
void integration_health_put(struct buf *out, const struct integration_health *health);

#endif
