/* SPDX-License-Identifier: MIT */
#include "shared/wire/delivery.h"

#include "shared/json/write.h"
#include "shared/progress/report.h"

void delivery_put(struct buf *out, const struct delivery *row)
{
	jput_i64(out, "id", row->id);
	jput_i64(out, "integration", row->integration_id);
	jput_str(out, "provider", row->provider);
	jput_time(out, "first_at", row->first_ms);
	jput_time(out, "last_at", row->last_ms);
	jput_i64(out, "count", row->count);
	jput_str_or_null(out, "event", row->event);
	jput_str_or_null(out, "sender_user", row->sender_user);
	jput_str_or_null(out, "title", row->title);
	jput_i64_or_null(out, "season", row->season);
	jput_i64_or_null(out, "episode", row->episode);
	jput_str_or_null(out, "part_title", row->part_title);
	jput_str(out, "outcome", outcome_name(reason_outcome(row->reason)));
	jput_str(out, "reason", reason_name(row->reason));
	jput_str(out, "detail", row->detail);
	jput_i64(out, "octets", row->bytes);
	jput_time(out, "replayed_at", row->replayed_ms);
	jput_time(out, "body_dropped_at", row->dropped_ms);
}

const char *delivery_body_lack(const struct delivery *row)
{
	return row->dropped_ms == UNSAID ? "was not kept"
					 : "was dropped to make room for newer ones";
}
