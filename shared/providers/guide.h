/* SPDX-License-Identifier: MIT */
/*
 * guide.h -- asks a sender's own server for the episodes of a show, whether
 * they were watched or not, page by page.
 */
#ifndef SHARED_PROVIDERS_GUIDE_H
#define SHARED_PROVIDERS_GUIDE_H

#include "shared/json/reader.h"
#include "shared/progress/episode.h"
#include "shared/progress/report.h"
#include "shared/providers/service.h"

/* Of an answer, and of a show; a longer show is cut. */
enum { GUIDE_PAGE = 200, GUIDE_MAX = 3000 };

/* A file with several episodes is several of these. */
struct guide_list {
	struct guide_episode *rows; /* in the arena */
	size_t count, room;
	size_t entries; /* of the last answer; fewer than GUIDE_PAGE: it was the last */
};

struct guide {
	/* The path is "<before><item><after><number of the first entry>". */
	const char *before, *after;
	/* Adds what an answer lists. Errors as of lookup->accept. */
	enum err (*accept)(struct cx *cx, const struct answer *answer, struct guide_list *out);
};

/* For `accept`: adds one, unless its numbers say that it is none. */
void guide_add(struct cx *cx, struct guide_list *list, const struct guide_episode *episode);

/* For `accept`: a member like "2008-01-20" or with a time, or UNSAID. */
int64_t guide_date(struct cx *cx, struct json in, const char *key);

#endif
