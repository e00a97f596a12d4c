/* SPDX-License-Identifier: MIT */
#include "shared/providers/plex_art.h"

static void find(struct cx *cx, struct json body, struct art_place *out)
{
	struct json item = json_loose_object(cx, body, "Metadata");

	out->item = art_item(cx, item, "grandparentRatingKey");
	if (!out->item)
		out->item = art_item(cx, item, "ratingKey");
}

static const char *const keys[] = { "grandparentRatingKey", "Metadata", "ratingKey", NULL };

const struct art plex_art = {
	.keys = keys,
	.find = find,
	.before = "/library/metadata/",
	.after = "/thumb",
};
