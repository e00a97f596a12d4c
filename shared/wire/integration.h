/* SPDX-License-Identifier: MIT */
/* integration.h -- an integration as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_INTEGRATION_H
#define SHARED_WIRE_INTEGRATION_H

#include "shared/json/write.h"
#include "shared/store/body.h"
#include "shared/store/integration.h"

/* Adds the members to an open object: settings, no secrets. */
void integration_put(struct buf *out, const struct integration *row);

/* The member "received". */
void integration_health_put(struct buf *out, const struct integration_health *health);

/* The member "bodies"; max: their quota, in bytes. */
void integration_bodies_put(struct buf *out, const struct bodies *use, int64_t max);

#endif
