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
	FLAG_FOLLOWED = 32,
	FLAG_TAKEN = 64,
};

static int64_t flags_of(const struct told *m)
{
	return (m->paused ? FLAG_PAUSED : 0) | (m->stopped ? FLAG_STOPPED : 0) |
	       (m->silent ? FLAG_SILENT : 0) | (m->marked ? FLAG_MARKED : 0) |
	       (m->was_played ? FLAG_PLAYED : 0) | (m->followed ? FLAG_FOLLOWED : 0) |
	       (m->taken ? FLAG_TAKEN : 0);
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
		.taken = flags & FLAG_TAKEN,
	};
}

static STATEMENT(sitting_get,
	"SELECT longest_ms, device, session, play_event_ms, heard_ms, done,"
	" told_ms, place_ms, length_ms, own_ms, own_place_ms, before_ms, flags"
	" FROM sitting WHERE user_id = :user AND item_id = :item");

static void read_row(const struct query *q, struct sitting *row)
{
	row->longest_ms = col_i64(q, 0);
	row->device = col_text(q, 1);
	row->session = col_text(q, 2);
	row->play_event_ms = col_i64_or_unsaid(q, 3);
	row->heard_ms = col_i64(q, 4);
	row->done = col_i64(q, 5) != 0;
	get_told(q, 6, &row->memory);
}

enum err store_sittings_read(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct standing *out)
{
	struct query q = row_keyed(cx, s, &sitting_get, viewing->user_id, viewing->item_id);

	while (query_next(&q))
		read_row(&q, standing_seat(cx->arena, out));
	return query_end(&q);
}

/* A sitting and whose it is. */
struct seat {
	int64_t user_id, item_id;
	const struct sitting *row;
};

static struct query seat_query(
	struct cx *cx, struct store *s, const struct statement *which, const struct seat *seat)
{
	struct query q = row_keyed(cx, s, which, seat->user_id, seat->item_id);

	bind_text(&q, ":device", seat->row->device);
	return q;
}

static enum err put(
	struct cx *cx, struct store *s, const struct statement *which, const struct seat *seat)
{
	struct query q = seat_query(cx, s, which, seat);
	const struct sitting *row = seat->row;
	const struct told *m = &row->memory;

	bind_text(&q, ":session", row->session);
	bind_i64_or_null(&q, ":play_event", row->play_event_ms);
	bind_i64(&q, ":heard", row->heard_ms);
	bind_i64(&q, ":done", row->done);
	bind_i64(&q, ":told", m->told_ms);
	bind_i64(&q, ":place", m->place);
	bind_i64(&q, ":length", m->length);
	bind_i64(&q, ":longest", row->longest_ms);
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

static enum err tick(struct cx *cx, struct store *s, const struct seat *seat)
{
	struct query q = store_query(cx, s, &sitting_tick);
	const struct told *m = &seat->row->memory;

	bind_i64(&q, ":heard", seat->row->heard_ms);
	bind_i64(&q, ":told", m->told_ms);
	bind_i64(&q, ":place", m->place);
	bind_i64(&q, ":own", m->own_ms);
	bind_i64(&q, ":own_place", m->own_place);
	bind_i64(&q, ":user", seat->user_id);
	bind_i64(&q, ":item", seat->item_id);
	bind_text(&q, ":device", seat->row->device);
	return query_run(&q);
}

static STATEMENT(sitting_add,
	"INSERT INTO sitting (user_id, item_id, device, session, play_event_ms, heard_ms, done,"
	" told_ms, place_ms, length_ms, longest_ms, own_ms, own_place_ms, before_ms, flags)"
	" VALUES (:user, :item, :device, :session, :play_event, :heard, :done,"
	" :told, :place, :length, :longest, :own, :own_place, :before, :flags)");

static STATEMENT(sitting_forget, "DELETE FROM sitting WHERE user_id = :user AND item_id = :item"
				 " AND device = :device");

static enum err forget(struct cx *cx, struct store *s, const struct seat *seat)
{
	struct query q = seat_query(cx, s, &sitting_forget, seat);

	return query_run(&q);
}

static enum err write_row(struct cx *cx, struct store *s, const struct seat *seat)
{
	switch (seat->row->change) {
	case SITTING_TICKED:
		return tick(cx, s, seat);
	case SITTING_MOVED:
		return put(cx, s, &sitting_move, seat);
	case SITTING_NEW:
		return put(cx, s, &sitting_add, seat);
	case SITTING_SAME:
	case SITTING_GONE:
	case SITTING_NEVER:
		break;
	}
	return OK;
}

/* A device that goes may come again in the same round. */
static enum err write_rows(struct cx *cx, struct store *s, const struct known_item *item)
{
	const struct standing *of = &item->standing;
	struct seat seat = { .user_id = of->user_id, .item_id = item->id };

	for (size_t i = 0; i < of->count; i++) {
		seat.row = &of->sittings[i];
		if (seat.row->change == SITTING_GONE)
			TRY(forget(cx, s, &seat));
	}
	for (size_t i = 0; i < of->count; i++) {
		seat.row = &of->sittings[i];
		TRY(write_row(cx, s, &seat));
	}
	return OK;
}

enum err store_sittings_write(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->sittings.count; i++)
		TRY(write_rows(cx, s, known->sittings.at[i]));
	return OK;
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
