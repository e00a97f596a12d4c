/* SPDX-License-Identifier: MIT */
/* checks.c -- servers that are checked before they are added. */
#include "cgi/api/api.h"
#include "cgi/web/wake.h"
#include "shared/actions/candidate.h"

static enum err find(const struct call *c, const struct candidate **out)
{
	int64_t id;

	TRY(call_id(c, &id));
	return api_outward(c, store_candidate_own(c->cx, c->store, c->visitor->user_id, id, out));
}

static void put(const struct call *c, const struct candidate *row)
{
	enum candidate_state state = candidate_state(row, c->cx->now_ms);
	bool has_failed = state == CANDIDATE_FAILED;

	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "check", row->id);
	jput_str(c->out, "state", candidate_state_name(state));
	jput_str_or_null(c->out, "error", has_failed ? candidate_error(row) : NULL);
	jput_str_or_null(c->out, "field", has_failed ? row->error_field : NULL);
	jput_str_or_null(c->out, "question", row->question);
	jput_str_or_null(c->out, "server_user", row->holder);
	jput_i64_or_null(c->out, "integration", row->integration_id ? row->integration_id : UNSAID);
	jput_close(c->out, '}');
}

enum err api_check_put(const struct call *c, int64_t id)
{
	const struct candidate *row;

	TRY(store_candidate_own(c->cx, c->store, c->visitor->user_id, id, &row));
	put(c, row);
	return OK;
}

enum err api_check_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct candidate *row;

	TRY(api_query(c, none));
	TRY(find(c, &row));
	put(c, row);
	return OK;
}

enum err api_check_confirm(struct call *c)
{
	const struct candidate *row;
	int64_t id = 0;

	TRY(find(c, &row));
	TRY(api_no_body(c));
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(c->cx, c->store, candidate_confirm(c->cx, c->store, c->app->conf, row, &id)));
	wake_now(c);
	return api_check_put(c, row->id);
}
