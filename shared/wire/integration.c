/* SPDX-License-Identifier: MIT */
/* integration.c -- see integration.h. */
#include "shared/wire/integration.h"

#include "shared/json/write.h"

void integration_put(struct buf *out, const struct integration *row)
{
	jput_i64(out, "id", row->id);
	jput_str(out, "provider", row->provider);
	jput_str(out, "name", row->name);
	jput_bool(out, "is_enabled", row->enabled);
	jput_percent(out, "start_percent", limit_share(row->limits.start));
	jput_percent(out, "complete_percent", limit_share(row->limits.complete));
	jput_str_or_null(out, "only_user", row->only_user);
	jput_bool(out, "is_shared", row->is_shared);
	jput_bool(out, "is_behind_shared", row->hook_id != 0);
	jput_time(out, "created_at", row->created_ms);
	jput_time(out, "old_url_ends_at", row->old_slug_ends_ms);
}

void integration_health_put(struct buf *out, const struct integration_health *health)
{
	jput_open(out, "received", '{');
	jput_time(out, "last_at", health->last_ms);
	jput_time(out, "last_tracked_at", health->last_tracked_ms);
	jput_i64(out, "count", health->deliveries);
	jput_i64(out, "tracked", health->tracked);
	jput_i64(out, "ignored", health->ignored);
	jput_i64(out, "waiting", health->waiting);
	jput_i64(out, "unmatched", health->unmatched);
	jput_i64(out, "refused", health->refused);
	jput_i64(out, "too_many", health->too_many.count);
	jput_time(out, "too_many_since", health->too_many.since_ms);
	jput_time(out, "last_too_many_at", health->too_many.last_ms);
	jput_close(out, '}');
}

void integration_bodies_put(struct buf *out, const struct bodies *use, int64_t max)
{
	jput_open(out, "bodies", '{');
	jput_i64(out, "octets", use->bytes);
	jput_i64(out, "max_octets", max);
	jput_i64(out, "dropped", use->dropped);
	jput_time(out, "last_dropped_at", use->dropped_ms);
	jput_close(out, '}');
}
