/* SPDX-License-Identifier: MIT */
/* delivery.h -- a delivery in the words of the API and of ryotctl. */
#ifndef SHARED_WIRE_DELIVERY_H
#define SHARED_WIRE_DELIVERY_H

#include "shared/base/buf.h"
#include "shared/store/delivery.h"

/* Into an object that is open; without its body. */
void delivery_put(struct buf *out, const struct delivery *row);

#endif
