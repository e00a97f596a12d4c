/* SPDX-License-Identifier: MIT */
/* plex_guide.c -- GET /library/metadata/{id}/allLeaves: what is there. */
#include "shared/providers/plex_guide.h"

#include "shared/providers/lookup.h"

static const struct range numbers = { 0, 100000 };
static const int64_t length_max = INT64_C(1) << 40;

static const char *const keys[] = { "duration", "index", "MediaContainer", "Metadata",
	"originallyAvailableAt", "parentIndex", "title", NULL };

static void add(struct reader *in, struct json item, struct guide_list *out)
{
	int64_t length = json_loose_scaled(item, "duration", 1);
	const struct guide_episode e = {
		.season = reader_side_int(in, item, "parentIndex", numbers),
		.episode = reader_side_int(in, item, "index", numbers),
		.title = json_loose_str(in->cx, item, "title", REPORT_NAME_MAX),
		.air_ms = guide_date(in->cx, item, "originallyAvailableAt"),
		.length_ms = length > 0 && length < length_max ? length : UNSAID,
	};

	guide_add(in->cx, out, &e);
}

static enum err accept_leaves(struct cx *cx, const struct answer *answer, struct guide_list *out)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" }, container, item;
	struct json_walk items;

	out->entries = 0;
	if (answer->status == 404) /* it was removed */
		return OK;
	TRY(lookup_open(cx, answer, keys, &root));
	container = json_loose_object(cx, root, "MediaContainer");
	out->entries = json_length(container, "Metadata");
	items = json_walk(cx, container, "Metadata");
	while (items.index < GUIDE_PAGE && json_next(&items, &item)) {
		in.err = OK; /* one that cannot be read is left out */
		add(&in, item, out);
	}
	return OK;
}

const struct guide plex_guide = {
	.before = "/library/metadata/",
	.after = "/allLeaves?X-Plex-Container-Size=200&X-Plex-Container-Start=",
	.accept = accept_leaves,
};

_Static_assert(GUIDE_PAGE == 200, "the size in the path");
