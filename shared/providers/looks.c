/* SPDX-License-Identifier: MIT */
/* looks.c -- whose body is it? */
#include "shared/providers/looks.h"

enum { MARKS_MAX = 60 };

static bool has_marks(const struct sink *sink)
{
	return sink && sink->marks;
}

/* All marks there are: everything else need not be built. */
static void list_marks(const char *keys[MARKS_MAX + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < provider_count; i++) {
		const struct sink *sink = providers[i]->sink;

		for (size_t k = 0; has_marks(sink) && sink->marks[k]; k++) {
			ASSERT(n < MARKS_MAX);
			keys[n++] = sink->marks[k];
		}
	}
	keys[n] = NULL;
}

/* How many marks the body has, if it has them all; else 0. */
static size_t count_marks(struct json body, const struct sink *sink)
{
	size_t n = 0;

	while (sink->marks[n]) {
		if (!json_is_there(body, sink->marks[n]))
			return 0;
		n++;
	}
	return n;
}

const struct provider *looks_like(struct cx *cx, struct bytes payload)
{
	const char *keys[MARKS_MAX + 1];
	const struct provider *found = NULL;
	struct json body;
	size_t most = 0;

	list_marks(keys);
	if (json_open_keys(cx, payload.at, payload.length, keys, &body) != OK)
		return NULL;
	for (size_t i = 0; i < provider_count; i++) {
		const struct sink *sink = providers[i]->sink;
		size_t marks = has_marks(sink) ? count_marks(body, sink) : 0;

		if (marks <= most)
			continue;
		most = marks;
		found = providers[i];
	}
	return found;
}
