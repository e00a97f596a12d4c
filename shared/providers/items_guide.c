/* SPDX-License-Identifier: MIT */
/*
 * items_guide.c -- GET /Shows/{id}/Episodes by an API key, which belongs to no
 * user. Episodes that are missing from the library are listed too.
 */
#include "shared/providers/items_guide.h"

#include "shared/providers/lookup.h"

enum { TICKS_PER_MS = 10000 };
static const struct range numbers = { 0, 100000 };
static const int64_t ticks_max = INT64_C(1) << 50;

static const char *const keys[] = { "IndexNumber", "IndexNumberEnd", "Items", "Name",
	"ParentIndexNumber", "PremiereDate", "RunTimeTicks", NULL };

/* Each episode of a file is listed, the later ones without a name. */
static void add(struct reader *in, struct json item, struct guide_list *out)
{
	int64_t length = json_loose_scaled(item, "RunTimeTicks", 1);
	int last = reader_side_int(in, item, "IndexNumberEnd", numbers);
	struct guide_episode e = {
		.season = reader_side_int(in, item, "ParentIndexNumber", numbers),
		.episode = reader_side_int(in, item, "IndexNumber", numbers),
		.title = json_loose_str(in->cx, item, "Name", REPORT_NAME_MAX),
		.air_ms = guide_date(in->cx, item, "PremiereDate"),
		.length_ms = length > 0 && length < ticks_max ? length / TICKS_PER_MS : UNSAID,
	};

	if (e.episode < 0 || last <= e.episode || last >= e.episode + REPORT_LIKELY_PARTS)
		last = e.episode;
	if (e.length_ms != UNSAID)
		e.length_ms /= last - e.episode + 1;
	for (; e.episode <= last; e.episode++) {
		guide_add(in->cx, out, &e);
		e.title = NULL;
	}
}

static enum err accept_items(struct cx *cx, const struct answer *answer, struct guide_list *out)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" }, item;
	struct json_walk items;

	out->entries = 0;
	if (answer->status == 400 || answer->status == 404) /* it was removed */
		return OK;
	TRY(lookup_open(cx, answer, keys, &root));
	if (!json_is_array(root, "Items"))
		return err_note(cx, ERR_CONF, "the server's answer holds no items");
	out->entries = json_length(root, "Items");
	items = json_walk(cx, root, "Items");
	while (items.index < GUIDE_PAGE && json_next(&items, &item)) {
		in.err = OK; /* one that cannot be read is left out */
		add(&in, item, out);
	}
	return OK;
}

const struct guide emby_guide = {
	.before = "/Shows/",
	.after = "/Episodes?Fields=PremiereDate&EnableImages=false&EnableUserData=false"
		 "&Limit=200&StartIndex=",
	.accept = accept_items,
};

const struct guide jellyfin_guide = {
	.before = "/Shows/",
	.after = "/Episodes?enableImages=false&enableUserData=false&limit=200&startIndex=",
	.accept = accept_items,
};

_Static_assert(GUIDE_PAGE == 200, "the limit in the paths");
