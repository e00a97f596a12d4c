/* SPDX-License-Identifier: MIT */
/* delivery.h -- a delivery as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_DELIVERY_H
#define SHARED_WIRE_DELIVERY_H

#include "shared/base/buf.h"
#include "shared/store/delivery.h"

/* Adds the members, except the body, to an open object. */
void delivery_put(struct buf *out, const struct delivery *row);

/* Of one without a body: "was not kept", for messages. */
const char *delivery_body_lack(const struct delivery *row);

#endif
