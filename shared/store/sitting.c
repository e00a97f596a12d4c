/* SPDX-License-Identifier: MIT */
/* sitting.c -- sittings, one for each item and device. See rules.h. */
#include "shared/store/sitting.h"

#include "shared/store/row.h"

enum {
	FLAG_PAUSED = 1,
	FLAG_STOPPED = 2,
	FLAG_SILENT = 4,
	FLAG_MARKED = 8,
	FLAG_PLAYED = 16,
	FLAG_FOLLOWED = 32
};

static int64_t flags_of(const struct told *m)
{
	return (m->paused ? FLAG_PAUSED : 0) | (m->stopped ? FLAG_STOPPED : 0) |
	       (m->silent ? FLAG_SILENT : 0) | (m->marked ? FLAG_MARKED : 0) |
	       (m->was_played ? FLAG_PLAYED : 0) | (m->followed ? FLAG_FOLLOWED : 0);
}

static void get_told(const struct query *q, int column, struct told *m)
{
	int64_t flags = col_i64(q, column + 6);

	*m = (struct told){
		.told_ms = col_i64(q, column),
		.place = col_i64(q, column + 1),
		.length = col_i64(q, column + 2),
		.own_ms = col_i64(q, column + 3),
		.own_place = col_i64(q, column + 4),
		.before_ms = col_i64(q, column + 5),
		.paused = flags & FLAG_PAUSED,
		.stopped = flags & FLAG_STOPPED,
		.silent = flags & FLAG_SILENT,
		.marked = flags & FLAG_MARKED,
		.was_played = flags & FLAG_PLAYED,
		.followed = flags & FLAG_FOLLOWED,
	};
}

/* How well a row fits the device: its own, then that of no device. */
static int fit_of(const char *of_row, const char *device)
{
	if (strcmp(of_row, device ? device : "") == 0)
		return 2;
	return !device || !*of_row;
}

/*
 * The sitting of the device; without a device, that heard last. One that was
 * imported belongs to any device.
 */
static void get_sitting(
	const struct query *q, const char *device, int *best_fit, struct progress *out)
{
	const char *of_row = col_text_in_place(q, 1);
	int64_t heard_ms = col_i64(q, 4);
	int fit = device ? fit_of(of_row, device) : 1;

	out->devices++;
	if (device ? fit > *best_fit : !out->has_sitting || heard_ms > out->heard_ms) {
		*best_fit = fit;
		out->has_sitting = true;
		out->is_row = !device || fit == 2;
		out->device = device ? device : arena_strdup(q->cx->arena, of_row);
		out->session = col_text(q, 2);
		out->play_event_ms = col_i64_or_unsaid(q, 3);
		out->heard_ms = heard_ms;
		out->sitting_done = col_i64(q, 5) != 0;
		get_told(q, 6, &out->memory);
	}
	if (device && fit < 2 && *of_row && heard_ms > out->others_heard_ms)
		out->others_heard_ms = heard_ms;
}

static enum err get_sittings(struct query q, const char *device, struct progress *out)
{
	int best_fit = 0;
	int64_t last_ms = 0;

	while (query_next(&q)) {
		int64_t heard_ms = col_i64(&q, 4);

		if (col_i64(&q, 0) > out->longest_ms)
			out->longest_ms = col_i64(&q, 0);
		get_sitting(&q, device, &best_fit, out);
		if (!out->has_sitting && heard_ms > last_ms) {
			last_ms = heard_ms;
			get_told(&q, 6, &out->memory);
		}
	}
	return query_end(&q);
}

static STATEMENT(sitting_get,
	"SELECT longest_ms, device, session, play_event_ms, heard_ms, done,"
	" told_ms, place_ms, length_ms, own_ms, own_place_ms, before_ms, flags"
	" FROM sitting WHERE user_id = :user AND item_id = :item");

enum err sitting_read(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct progress *out)
{
	return get_sittings(row_keyed(cx, s, &sitting_get, viewing->user_id, viewing->item_id),
		viewing->device, out);
}

static enum err run_with_sitting(struct cx *cx, struct store *s, const struct statement *which,
	const struct play_key *key, const struct decision *r)
{
	struct query q = row_keyed(cx, s, which, key->user_id, key->item_id);
	const struct told *m = &r->memory;

	bind_text(&q, ":device", r->device ? r->device : "");
	bind_text(&q, ":session", r->session);
	bind_i64_or_null(&q, ":play_event", r->play_event_ms);
	bind_i64(&q, ":heard", r->heard_ms);
	bind_i64(&q, ":done", r->sitting_done);
	bind_i64(&q, ":told", m->told_ms);
	bind_i64(&q, ":place", m->place);
	bind_i64(&q, ":length", m->length);
	bind_i64(&q, ":longest", r->longest_ms);
	bind_i64(&q, ":own", m->own_ms);
	bind_i64(&q, ":own_place", m->own_place);
	bind_i64(&q, ":before", m->before_ms);
	bind_i64(&q, ":flags", flags_of(m));
	return query_run(&q);
}

static STATEMENT(sitting_move,
	"UPDATE sitting SET session = :session, play_event_ms = :play_event,"
	" heard_ms = :heard, done = :done, told_ms = :told, place_ms = :place,"
	" length_ms = :length, longest_ms = :longest, own_ms = :own, own_place_ms = :own_place,"
	" before_ms = :before, flags = :flags"
	" WHERE user_id = :user AND item_id = :item AND device = :device");

/* What each tick moves; the rest seldom changes. */
static STATEMENT(sitting_tick,
	"UPDATE sitting SET heard_ms = :heard, told_ms = :told, place_ms = :place,"
	" own_ms = :own, own_place_ms = :own_place"
	" WHERE user_id = :user AND item_id = :item AND device = :device");

static bool is_tick(const struct progress *was, const struct decision *r)
{
	const struct told *a = &was->memory, *b = &r->memory;

	return was->has_sitting && was->is_row && !r->session && !was->session &&
	       was->play_event_ms == r->play_event_ms && was->sitting_done == r->sitting_done &&
	       was->longest_ms == r->longest_ms && a->length == b->length &&
	       a->before_ms == b->before_ms && flags_of(a) == flags_of(b);
}

static enum err move_tick(
	struct cx *cx, struct store *s, const struct play_key *key, const struct decision *r)
{
	struct query q = store_query(cx, s, &sitting_tick);
	const struct told *m = &r->memory;

	bind_i64(&q, ":heard", r->heard_ms);
	bind_i64(&q, ":told", m->told_ms);
	bind_i64(&q, ":place", m->place);
	bind_i64(&q, ":own", m->own_ms);
	bind_i64(&q, ":own_place", m->own_place);
	bind_i64(&q, ":user", key->user_id);
	bind_i64(&q, ":item", key->item_id);
	bind_text(&q, ":device", r->device ? r->device : "");
	return query_run(&q);
}

static STATEMENT(sitting_add,
	"INSERT INTO sitting (user_id, item_id, device, session, play_event_ms, heard_ms, done,"
	" told_ms, place_ms, length_ms, longest_ms, own_ms, own_place_ms, before_ms, flags)"
	" VALUES (:user, :item, :device, :session, :play_event, :heard, :done,"
	" :told, :place, :length, :longest, :own, :own_place, :before, :flags)");

/* Nobody watches one film on more devices. */
enum { DEVICES_MAX = 8 };

static STATEMENT(sitting_forget,
	"DELETE FROM sitting WHERE user_id = :user AND item_id = :item AND heard_ms ="
	" (SELECT min(o.heard_ms) FROM sitting o WHERE o.user_id = :user AND o.item_id = :item)");

enum err sitting_write(struct cx *cx, struct store *s, const struct play_key *key,
	const struct progress *was, const struct decision *r)
{
	if (is_tick(was, r))
		return move_tick(cx, s, key, r);
	TRY(run_with_sitting(cx, s, &sitting_move, key, r));
	if (store_changes(s) > 0)
		return OK;
	if (was->devices >= DEVICES_MAX) {
		struct query q = row_keyed(cx, s, &sitting_forget, key->user_id, key->item_id);

		TRY(query_run(&q));
	}
	return run_with_sitting(cx, s, &sitting_add, key, r);
}

/* Before the oldest report that is kept, nothing can be weighed again. */
#define KEPT_SINCE                                                                                 \
	"(SELECT min(d.first_ms) FROM delivery d JOIN delivery_body b ON b.delivery_id = d.id"     \
	" WHERE d.integration_id = i.id)"

static STATEMENT(play_forget,
	"DELETE FROM play WHERE removed_ms IS NULL AND EXISTS (SELECT 1 FROM integration i"
	" WHERE i.id = play.integration_id AND play.started_ms >= " KEPT_SINCE ")"
	" AND EXISTS (SELECT 1 FROM delivery_play l JOIN delivery_body b"
	" ON b.delivery_id = l.delivery_id WHERE l.play_id = play.id)"
	" AND NOT EXISTS (SELECT 1 FROM edit e WHERE e.play_id = play.id)");

static STATEMENT(sitting_forget_all,
	"DELETE FROM sitting WHERE NOT EXISTS (SELECT 1 FROM play p"
	" WHERE p.user_id = sitting.user_id AND p.item_id = sitting.item_id)");

enum err store_play_forget(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &play_forget);

	TRY(query_run(&q));
	q = store_query(cx, s, &sitting_forget_all);
	return query_run(&q);
}
