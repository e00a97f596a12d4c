/* SPDX-License-Identifier: MIT */
#include "shared/providers/items_art.h"

#define BEFORE "/Items/"
#define AFTER  "/Images/Primary?maxWidth=600&maxHeight=900&quality=90&format=Jpg"

/* The show of an episode has an object of its own, or an id in the item. */
static void find(struct cx *cx, struct json body, struct art_place *out)
{
	struct json item = json_loose_object(cx, body, "Item");

	out->item = art_item(cx, json_loose_object(cx, body, "Series"), "Id");
	if (!out->item)
		out->item = art_item(cx, item, "SeriesId");
	if (!out->item)
		out->item = art_item(cx, item, "Id");
}

static void find_flat(struct cx *cx, struct json body, struct art_place *out)
{
	out->item = art_item(cx, body, "SeriesId");
	if (!out->item)
		out->item = art_item(cx, body, "ItemId");
}

static const char *const keys[] = { "Id", "Item", "Series", "SeriesId", NULL };
static const char *const flat_keys[] = { "ItemId", "SeriesId", NULL };

const struct art emby_art = {
	.keys = keys,
	.find = find,
	.before = BEFORE,
	.after = AFTER,
	.is_open = true,
};

const struct art jellyfin_art = {
	.keys = keys,
	.find = find,
	.before = BEFORE,
	.after = AFTER,
	.is_open = true,
};

const struct art jellyfin_official_art = {
	.keys = flat_keys,
	.find = find_flat,
	.before = BEFORE,
	.after = AFTER,
	.is_open = true,
};
