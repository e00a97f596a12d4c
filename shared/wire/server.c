/* SPDX-License-Identifier: MIT */
#include "shared/wire/server.h"

#include "shared/json/write.h"
#include "shared/progress/report.h"

void server_put(struct buf *out, const struct server *row)
{
	jput_str(out, "url", row->url);
	jput_bool(out, "is_pulled", row->is_pulled);
	jput_bool(out, "is_refused", row->refused_ms != UNSAID);
	jput_i64(out, "failures", row->failures);
	jput_time(out, "last_ok_at", row->last_ok_ms);
	jput_str_or_null(out, "last_error", row->last_error);
	jput_time(out, "last_error_at", row->last_error_ms);
	jput_time(out, "asked_at", row->asked_ms);
	jput_time(out, "answered_at", row->yanked_ms);
	jput_i64_or_null(out, "found", row->yank_found);
}
