/* SPDX-License-Identifier: MIT */
#include "shared/actions/tracker_play.h"

#include <ctype.h>

#include "shared/base/zone.h"
#include "shared/store/transfer.h"

enum {
	DAY_MS = 24 * 60 * 60 * 1000,
	/* Clocks and zones differ: a viewing over midnight is one. */
	NEAR_MS = 3 * 60 * 60 * 1000,
};

static const char *add_words(
	struct arena *a, const char *all, int64_t n, const char *one, const char *many)
{
	if (n == 0)
		return all;
	return arena_printf(
		a, "%s%s%s %s", all, *all ? ", " : "", arena_number(a, n), n == 1 ? one : many);
}

const char *tracker_words(struct arena *a, const struct tracker_counts *c)
{
	const char *all = "";

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++) {
		enum kind kind = (enum kind)k;
		char *one = arena_strdup(a, kind_one(kind)),
		     *many = arena_strdup(a, kind_many(kind));

		*one = (char)tolower((unsigned char)*one);
		*many = (char)tolower((unsigned char)*many);
		all = kind == KIND_SHOW ? add_words(a, all, c->kinds[k], "episode", "episodes")
					: add_words(a, all, c->kinds[k], one, many);
	}
	all = add_words(a, all, c->undated, "without a known time", "without a known time");
	all = add_words(a, all, c->unnamed, "title without an id", "titles without an id");
	all = add_words(a, all, c->left_out, "row that cannot be read", "rows that cannot be read");
	return *all ? all : "no plays";
}

/* When it was, and in which time a stored play is the same one. */
static void set_times(struct import_play *to, const struct past *play)
{
	int64_t day;

	if (play->at_ms == UNSAID && play->day == UNSAID) {
		to->at_ms = UNDATED_MS;
		return;
	}
	to->day_only = play->at_ms == UNSAID;
	day = to->day_only ? play->day : zone_day(play->at_ms);
	to->from_ms = zone_day_starts(day);
	to->to_ms = zone_day_starts(day + 1);
	to->at_ms = to->day_only ? to->from_ms + DAY_MS / 2 : play->at_ms;
	if (to->day_only)
		return;
	if (to->at_ms - NEAR_MS < to->from_ms)
		to->from_ms = to->at_ms - NEAR_MS;
	if (to->at_ms + NEAR_MS > to->to_ms)
		to->to_ms = to->at_ms + NEAR_MS;
}

enum err tracker_put(struct cx *cx, struct store *s, const struct import_file *file,
	const struct past *play, bool *is_added)
{
	struct transfer_item item = { .named = play->named };
	struct import_play row = { .import_id = file->id, .user_id = file->user_id };

	set_times(&row, play);
	TRY(store_transfer_item(cx, s, row.user_id, &item, &row.item_id));
	return store_import_play(cx, s, &row, is_added);
}
