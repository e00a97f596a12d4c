/* SPDX-License-Identifier: MIT */
/* traits.h -- what a body says of its report that filters ask for. */
#ifndef SHARED_PROVIDERS_TRAITS_H
#define SHARED_PROVIDERS_TRAITS_H

#include "shared/progress/filter.h"
#include "shared/progress/report.h"
#include "shared/providers/provider.h"

/* What the provider's reports say; everything else cannot be filtered. */
void traits_offered(const struct provider *provider, bool out[TRAIT__COUNT]);

/*
 * Of a message and its body, which is read for these values only where the
 * filters ask for one of them. What cannot be read is not said.
 */
void traits_read(struct cx *cx, const struct provider *provider, const char *filters,
	const struct message *m, struct bytes body, struct traits *out);

#endif
