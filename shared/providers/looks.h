/* SPDX-License-Identifier: MIT */
/* looks.h -- whose body is it? For the reason of one at a wrong address. */
#ifndef SHARED_PROVIDERS_LOOKS_H
#define SHARED_PROVIDERS_LOOKS_H

#include "shared/providers/provider.h"

/* The provider whose marks (sink.h) the body has, the most of all; or NULL. */
const struct provider *looks_like(struct cx *cx, struct bytes payload);

#endif
