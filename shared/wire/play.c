/* SPDX-License-Identifier: MIT */
#include "shared/wire/play.h"

#include "shared/json/write.h"
#include "shared/wire/ids.h"

static void put_time(struct buf *out, const char *key, int64_t ms)
{
	jput_time(out, key, ms == UNDATED_MS ? UNSAID : ms);
}

void play_put(struct buf *out, const struct play *play)
{
	bool is_whole = play->state == PLAY_COMPLETED;

	jput_i64(out, "id", play->id);
	jput_i64(out, "work", play->work_id);
	jput_str(out, "kind", kind_name(play->kind));
	jput_str_or_null(out, "title", play->title);
	jput_i64_or_null(out, "season", play->season);
	jput_i64_or_null(out, "episode", play->episode);
	jput_str_or_null(out, "part_title", play->part_title);
	ids_put(out, "ids", &play->ids);
	jput_str_or_null(out, "provider", play->provider);
	jput_str(out, "state", state_name(play->state));
	jput_percent(out, "percent", is_whole ? SHARE_WHOLE : play->share);
	jput_percent(out, "furthest_percent", is_whole ? SHARE_WHOLE : play->furthest);
	jput_i64_or_null(out, "position_ms", play->position_ms);
	jput_i64_or_null(out, "duration_ms", play->duration_ms);
	put_time(out, "started_at", play->started_ms);
	put_time(out, "updated_at", play->updated_ms);
	put_time(out, "completed_at", play->completed_ms);
	jput_bool(out, "day_only", play->day_only);
}
