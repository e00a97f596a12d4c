/* SPDX-License-Identifier: MIT */
#include "shared/wire/token.h"

#include "shared/json/write.h"
#include "shared/progress/report.h"

void token_put(struct buf *out, const struct token *row)
{
	jput_i64(out, "id", row->id);
	jput_str(out, "name", row->name);
	jput_str(out, "scope", scope_name(row->scope));
	jput_i64_or_null(out, "parent", row->parent_id ? row->parent_id : UNSAID);
	jput_time(out, "created_at", row->created_ms);
	jput_time(out, "last_used_at", row->last_used_ms);
	jput_str_or_null(out, "last_used_from", row->last_used_from);
	jput_time(out, "revoked_at", row->revoked_ms);
}
