/* SPDX-License-Identifier: MIT */
/* servers.c -- the server of an integration that is asked. Its key never goes out. */
#include "cgi/api/api.h"

void api_server_put(struct buf *out, const struct server *a)
{
	if (!a) {
		jput_null(out, "server");
		return;
	}
	jput_open(out, "server", '{');
	jput_str(out, "url", a->url);
	jput_bool(out, "is_refused", a->refused_ms != UNSAID);
	jput_i64(out, "failures", a->failures);
	jput_time(out, "last_ok_at", a->last_ok_ms);
	jput_str_or_null(out, "last_error", a->last_error);
	jput_time(out, "last_error_at", a->last_error_ms);
	jput_time(out, "asked_at", a->asked_ms);
	jput_time(out, "answered_at", a->yanked_ms);
	jput_i64_or_null(out, "found", a->yank_found);
	jput_close(out, '}');
}
