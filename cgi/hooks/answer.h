/* SPDX-License-Identifier: MIT */
/* answer.h -- what became of reports, as JSON; docs/api.md describes it. */
#ifndef CGI_HOOKS_ANSWER_H
#define CGI_HOOKS_ANSWER_H

#include "shared/actions/receive.h"
#include "shared/base/buf.h"
#include "shared/providers/sink.h"

/* To the only message of a body. `viewing`: of a test, or NULL. */
void answer_put(struct buf *b, const struct integration *viewing, const struct message *m,
	const struct verdict *v);

/* Without the plays: their number has no useful bound. */
void answer_put_all(struct buf *b, const struct messages *messages, const struct verdict *v);

#endif
