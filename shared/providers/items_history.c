/* SPDX-License-Identifier: MIT */
#include "shared/providers/items_history.h"

#include "shared/providers/items_api.h"
#include "shared/providers/items_row.h"
#include "shared/providers/items_source.h"

/* Rows with the same date, or with none, keep their order between two pages. */
#define BY_DATE "&sortBy=DatePlayed,DateCreated,SortName&sortOrder=Descending"

/*
 * What is playing just now is left out of the second list: its webhooks tell
 * more. minDateLastSavedForUser is of no use: it is about the item.
 */
static const struct items_way way = {
	.watched = "/Items?userId=",
	.watched_after = "&recursive=true&includeItemTypes=Movie,Episode&filters=IsPlayed" BY_DATE
			 "&fields=ProviderIds&enableImages=false",
	.begun = "/UserItems/Resume?userId=",
	.begun_after = "&mediaTypes=Video&excludeActiveSessions=true&fields=ProviderIds"
		       "&enableImages=false",
	.lookup = &jellyfin_lookup,
};

static void *begin(struct cx *cx, const struct target *target)
{
	return items_source_begin(cx, target, &way);
}

const struct source jellyfin_history = {
	.begin = begin,
	.next = items_source_next,
	.accept = items_source_accept,
	.is_settled = items_source_is_settled,
	.etag = items_source_etag,
	.read_again = items_row_read_again,
	.rows = items_source_rows,
	.total = items_source_total,
};
