/* SPDX-License-Identifier: MIT */
/* delivery.h -- what showing and replaying a delivery have in common. */
#ifndef CTL_COMMANDS_DELIVERY_H
#define CTL_COMMANDS_DELIVERY_H

#include "shared/store/delivery.h"

/* ERR_NOT_FOUND, in words. */
MUST_CHECK enum err delivery_missing(struct cx *cx, int64_t id);

#endif
