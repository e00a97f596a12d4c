/* SPDX-License-Identifier: MIT */
/* steps.c -- splits a step at its gaps. */
#include "shared/providers/steps.h"

static const struct {
	const char *name;
	enum steps_gap gap;
} gaps[] = {
	{ "{url}", GAP_URL },
	{ "{tokens}", GAP_TOKENS },
	{ "{deliveries}", GAP_DELIVERIES },
	{ "{addon}", GAP_ADDON },
	{ "{copy}", GAP_COPY },
};

const char *steps_next(struct arena *a, const char **at, enum steps_gap *gap)
{
	const char *begin = *at;

	for (; **at; ++*at)
		for (size_t i = 0; i < NELEM(gaps); i++) {
			size_t length = strlen(gaps[i].name);
			const char *here = *at;

			if (strncmp(here, gaps[i].name, length) != 0)
				continue;
			*at += length;
			*gap = gaps[i].gap;
			return arena_strndup(a, begin, (size_t)(here - begin));
		}
	*gap = GAP_END;
	return arena_strndup(a, begin, (size_t)(*at - begin));
}
