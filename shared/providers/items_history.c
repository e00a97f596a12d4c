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
static const struct items_way jellyfin_way = {
	.watched = "/Items?userId=",
	.watched_after = "&recursive=true&includeItemTypes=Movie,Episode&filters=IsPlayed" BY_DATE
			 "&fields=ProviderIds&enableImages=false",
	.begun = "/UserItems/Resume?userId=",
	.begun_after = "&mediaTypes=Video&excludeActiveSessions=true&fields=ProviderIds"
		       "&enableImages=false",
	.lookup = &jellyfin_lookup,
};

/* It has no list that leaves out what is playing. */
static const struct items_way emby_way = {
	.watched = "/Users/",
	.watched_after = "/Items?Recursive=true&IncludeItemTypes=Movie,Episode&Filters=IsPlayed"
			 "&SortBy=DatePlayed,DateCreated,SortName&SortOrder=Descending"
			 "&Fields=ProviderIds&EnableImages=false",
	.begun = "/Users/",
	.begun_after = "/Items?Recursive=true&IncludeItemTypes=Movie,Episode&Filters=IsResumable"
		       "&SortBy=DatePlayed,DateCreated,SortName&SortOrder=Descending"
		       "&Fields=ProviderIds&EnableImages=false",
	.lookup = &emby_lookup,
};

static void *begin_jellyfin(struct cx *cx, const struct target *target)
{
	return items_source_begin(cx, target, &jellyfin_way);
}

static void *begin_emby(struct cx *cx, const struct target *target)
{
	return items_source_begin(cx, target, &emby_way);
}

#define HISTORY(how)                                                                               \
	{                                                                                          \
		.begin = (how), .next = items_source_next, .accept = items_source_accept,          \
		.is_settled = items_source_is_settled, .etag = items_source_etag,                  \
		.read_again = items_row_read_again, .rows = items_source_rows,                     \
		.total = items_source_total                                                        \
	}

const struct source emby_history = HISTORY(begin_emby);
const struct source jellyfin_history = HISTORY(begin_jellyfin);
