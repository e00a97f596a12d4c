/* SPDX-License-Identifier: MIT */
/* ask.h -- a report before anything of it is read. */
#ifndef SHARED_ACTIONS_ASK_H
#define SHARED_ACTIONS_ASK_H

#include "shared/actions/decide.h"

/* Applies the settings of the integration, and says what is to be read. */
MUST_CHECK enum err ask_report(
	struct cx *cx, const struct incoming *in, struct verdict *out, struct weighed *w);

#endif
