/* SPDX-License-Identifier: MIT */
#include "shared/wire/thing.h"

#include "shared/json/write.h"
#include "shared/wire/ids.h"

void thing_choice_put(struct buf *out, const struct thing *thing)
{
	static const char *const names[] = { NULL, "work", "never" };

	jput_str_or_null(out, "choice", names[thing->choice]);
	jput_str_or_null(out, "source",
		thing->choice == CHOICE_WORK ? catalog_name(thing->as.source) : NULL);
	jput_str_or_null(out, "value", thing->choice == CHOICE_WORK ? thing->as.value : NULL);
	jput_i64(out, "season_shift", thing->shift.season);
	jput_i64(out, "episode_shift", thing->shift.episode);
	jput_time(out, "chosen_at", thing->chosen_ms);
}

void thing_put(struct buf *out, const struct thing_row *row)
{
	const struct thing *thing = &row->thing;

	jput_i64(out, "id", thing->id);
	jput_i64(out, "integration", thing->integration_id);
	jput_str(out, "provider", row->provider);
	jput_str(out, "kind", kind_name(thing->kind));
	jput_str_or_null(out, "title", thing->title);
	jput_i64_or_null(out, "year", thing->year);
	jput_i64(out, "reports", row->reports);
	jput_time(out, "first_at", row->first_ms);
	jput_time(out, "last_at", row->last_ms);
	jput_i64_or_null(out, "newest_delivery", row->delivery_id ? row->delivery_id : UNSAID);
	thing_choice_put(out, thing);
}

static void put_play(struct buf *out, const struct thing_play *play)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "work", play->work_id);
	jput_i64_or_null(out, "season", play->season);
	jput_i64_or_null(out, "episode", play->episode);
	jput_str_or_null(out, "part_title", play->part_title);
	jput_str(out, "state", state_name(play->state));
	jput_percent(out, "percent", play->share);
	jput_time(out, "updated_at", play->updated_ms);
	jput_close(out, '}');
}

void thing_effect_put(struct buf *out, const struct thing_effect *effect)
{
	jput_i64(out, "deliveries", effect->tally->deliveries);
	jput_open(out, "outcomes", '{');
	for (size_t i = 0; i < OUTCOME__COUNT; i++)
		jput_i64(out, outcome_name((enum outcome)i), effect->tally->by_outcome[i]);
	jput_close(out, '}');
	jput_i64(out, "play_count", effect->play_count);
	jput_open(out, "plays", '[');
	for (size_t i = 0; i < effect->count; i++)
		put_play(out, &effect->plays[i]);
	jput_close(out, ']');
}
