/* SPDX-License-Identifier: MIT */
/* delivery.h -- errors shared by the commands that take a delivery. */
#ifndef CTL_COMMANDS_DELIVERY_H
#define CTL_COMMANDS_DELIVERY_H

#include "shared/store/delivery.h"

/* Return ERR_NOT_FOUND, with a note. */
MUST_CHECK enum err delivery_missing(struct cx *cx, int64_t id);

#endif
