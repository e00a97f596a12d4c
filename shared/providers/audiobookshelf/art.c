/* SPDX-License-Identifier: MIT */
#include "shared/providers/audiobookshelf/art.h"

static void find(struct cx *cx, struct json body, struct art_place *out)
{
	out->item = art_item(cx, body, "libraryItemId");
}

static const char *const keys[] = { "libraryItemId", NULL };

const struct art abs_art = {
	.keys = keys,
	.find = find,
	.before = "/api/items/",
	.after = "/cover?width=600&format=jpeg",
};
