/* SPDX-License-Identifier: MIT */
/* sinks.h -- reads a body as the service does, for tests. */
#ifndef TESTS_SINKS_H
#define TESTS_SINKS_H

#include "shared/providers/provider.h"

/* The first message of a body, which ends with a NUL. */
static inline struct message first_message(
	struct cx *cx, const struct sink *sink, const char *body, size_t length)
{
	struct messages messages;

	sink_read(cx, sink, (struct bytes){ body, length }, &messages);
	ASSERT(messages.count >= 1);
	return *messages.list[0];
}

#endif
