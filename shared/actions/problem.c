/* SPDX-License-Identifier: MIT */
/* problem.c -- see problem.h. */
#include "shared/actions/problem.h"

#include "shared/base/utf8.h"
#include "shared/store/heard.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum { SILENT_DAYS = 7, ERROR_SHOWN = 300 };

struct problems {
	struct problem *list;
	size_t count;
};

static void add(struct problems *p, enum problem_place place, const char *sentence, int64_t id)
{
	ASSERT(p->count < PROBLEMS_MAX);
	p->list[p->count++] = (struct problem){ place, sentence, id };
}

/* What another program said may be long, and may lack its full stop. */
static const char *sentence_of(struct cx *cx, const char *text)
{
	size_t length = strlen(text);
	bool is_closed = length > 0 && strchr(".!?", text[length - 1]);

	if (length > ERROR_SHOWN)
		return arena_printf(
			cx->arena, "%.*s\xe2\x80\xa6", (int)utf8_cut(text, ERROR_SHOWN), text);
	return arena_printf(cx->arena, "%s%s", text, is_closed ? "" : ".");
}

static const char *paused_text(struct cx *cx, const struct overview *row)
{
	const char *error = row->server->last_error ? row->server->last_error : "";

	return arena_printf(cx->arena,
		"It has paused itself, after %" PRId64
		" failure%s in a row. The last: %s Switch it "
		"on again when that is mended.",
		row->server->failures, row->server->failures == 1 ? "" : "s",
		sentence_of(cx, error));
}

static void check_server(struct cx *cx, const struct server *row, struct problems *p)
{
	const char *error = row->last_error ? row->last_error : "The last run failed";

	if (row->refused_ms != UNSAID)
		add(p, PLACE_KEY,
			arena_printf(cx->arena, "%s: %s",
				row->is_pulled ? "Nothing is synced"
					       : "Episodes wait for their shows",
				sentence_of(cx, error)),
			0);
	else if (row->failures > 0)
		add(p, PLACE_SERVER,
			arena_printf(cx->arena, "%" PRId64 " failure%s in a row: %s", row->failures,
				row->failures == 1 ? "" : "s", sentence_of(cx, error)),
			0);
}

/* Two accounts in one history, or none that is heard any more. */
static enum err check_sender(
	struct cx *cx, struct store *s, const struct overview *row, struct problems *p)
{
	const char *accounts = NULL;

	if (row->health.last_ms != UNSAID &&
		(cx->now_ms - row->health.last_ms) / DAY_MS >= SILENT_DAYS)
		add(p, PLACE_STEPS, "Nothing was received for a week or more.", 0);
	TRY(store_heard_text(cx, s, row->integration, &accounts));
	if (accounts)
		add(p, PLACE_SETTINGS, accounts, 0);
	return OK;
}

static void check_deliveries(struct cx *cx, int64_t count, const char *what,
	const struct overview_delivery *newest, struct problems *p)
{
	if (count == 0)
		return;
	add(p, PLACE_DELIVERY,
		arena_printf(cx->arena, "%" PRId64 " %s, the newest: %s", count, what,
			sentence_of(cx, newest->detail)),
		newest->id);
}

enum err problem_list(struct cx *cx, struct store *s, const struct overview *row,
	struct problem out[PROBLEMS_MAX], size_t *count)
{
	struct problems p = { .list = out };

	*count = 0;
	if (row->integration->paused_ms > 0 && row->server)
		add(&p, PLACE_SETTINGS, paused_text(cx, row), 0);
	*count = p.count;
	if (!row->integration->enabled)
		return OK;
	if (row->server)
		check_server(cx, row->server, &p);
	if (!server_only_answers(row->server))
		TRY(check_sender(cx, s, row, &p));
	check_deliveries(cx, row->health.refused, "refused", &row->refused, &p);
	check_deliveries(cx, row->health.unmatched, "unmatched", &row->unmatched, &p);
	*count = p.count;
	return OK;
}
