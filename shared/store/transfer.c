/* SPDX-License-Identifier: MIT */
#include "shared/store/transfer.h"

#include "shared/store/column.h"
#include "shared/store/row.h"
#include "shared/store/work.h"

/* For a row and its ids; far more than any of them needs. */
enum { ROW_CEILING = 1 << 20 };

/* ---- export ---- */

/*
 * A pass over rows, with an arena that is reset for each of them. Their keys
 * are read first: 8 bytes a row, in the arena of the caller.
 */
struct walk {
	struct arena arena;
	struct cx row; /* with that arena */
	struct store *store;
	struct query query; /* of one row */
	const int64_t *keys;
	size_t count, next;
};

static enum err read_keys(
	struct walk *w, struct cx *cx, const struct statement *which, int64_t user_id)
{
	struct query q = store_query(cx, w->store, which);
	int64_t *keys = NULL;
	size_t room = 0;

	bind_i64(&q, ":user", user_id);
	while (query_next(&q)) {
		keys = arena_more(cx->arena, keys, w->count, &room, sizeof(*keys));
		keys[w->count++] = col_i64(&q, 0);
	}
	w->keys = keys;
	return query_end(&q);
}

static enum err walk_begin(struct walk *w, struct cx *cx, struct store *s,
	const struct statement *keys, int64_t user_id)
{
	*w = (struct walk){ .store = s };
	arena_init_child(&w->arena, cx->arena, ROW_CEILING);
	w->row = (struct cx){ .arena = &w->arena, .now_ms = cx->now_ms };
	return read_keys(w, cx, keys, user_id);
}

/* Begins the query of the next row; false after the last. */
static bool walk_next(struct walk *w, const struct statement *which)
{
	if (w->next == w->count)
		return false;
	arena_reset(&w->arena);
	w->query = store_query(&w->row, w->store, which);
	bind_i64(&w->query, ":key", w->keys[w->next++]);
	return true;
}

static enum err walk_end(struct walk *w, struct cx *cx, enum err err)
{
	if (err != OK && *w->row.note)
		snprintf(cx->note, sizeof(cx->note), "%s", w->row.note);
	arena_finish(&w->arena);
	return err;
}

static enum err get_ids(struct walk *w, int64_t work_id, struct transfer_item *item)
{
	struct query q = store_query(&w->row, w->store, &work_id_list);
	struct id *more = NULL;
	size_t room = 0;
	enum catalog source;

	bind_i64(&q, ":work", work_id);
	while (query_next(&q)) {
		const char *value = col_text(&q, 1);

		if (!catalog_parse(col_text(&q, 0), &source) ||
			ids_add(&item->named.ids, source, value))
			continue;
		more = arena_more(w->row.arena, more, item->more_count, &room, sizeof(*more));
		more[item->more_count].source = source;
		snprintf(more[item->more_count++].value, ID_TEXT, "%s", value);
	}
	item->more = more;
	return query_end(&q);
}

/* The number of columns in ITEM_COLS. */
enum { ITEM_COLUMNS = 10 };

static enum err get_item(struct walk *w, struct transfer_item *item)
{
	const struct query *q = &w->query;
	struct report *r = &item->named;
	struct message m;
	const char *part = col_text(q, 8);

	message_init(&m);
	*item = (struct transfer_item){ .named = m.report };
	if (!kind_parse(col_text(q, 1), &r->kind))
		return err_note(&w->row, ERR_STORE, "a work of no known kind");
	r->title = col_text(q, 2);
	r->author = col_text(q, 3);
	r->link = col_text(q, 4);
	r->year = (int)col_i64_or_unsaid(q, 5);
	r->season = (int)col_i64_or_unsaid(q, 6);
	r->episode = (int)col_i64_or_unsaid(q, 7);
	if (*part && r->episode == UNSAID)
		r->part = part;
	r->part_title = col_text(q, 9);
	return get_ids(w, col_i64(q, 0), item);
}

static enum err get_play(struct walk *w, struct transfer_play *row)
{
	const struct query *q = &w->query;
	enum { C = ITEM_COLUMNS };

	*row = (struct transfer_play){
		.provider = col_text(q, C),
		.state = col_state(q, C + 1),
		.share = col_i64(q, C + 2),
		.furthest = col_i64(q, C + 3),
		.position_ms = col_i64_or_unsaid(q, C + 4),
		.duration_ms = col_i64_or_unsaid(q, C + 5),
		.session = col_text(q, C + 6),
		.started_ms = col_i64(q, C + 7),
		.updated_ms = col_i64(q, C + 8),
		.completed_ms = col_i64_or_unsaid(q, C + 9),
		.removed_ms = col_i64_or_unsaid(q, C + 10),
		.day_only = col_i64(q, C + 11) != 0,
	};
	return get_item(w, &row->of);
}

/* The first columns of every row, for get_item: the item and its work. */
#define ITEM_COLS                                                                                  \
	"w.id, w.kind, w.title, w.author, w.link, w.year, t.season,"                               \
	" t.episode, t.part, t.title"

static STATEMENT(
	transfer_play_keys, "SELECT id FROM play WHERE user_id = :user ORDER BY started_ms, id");

static STATEMENT(transfer_play,
	"SELECT " ITEM_COLS ", coalesce(i.provider, p.gone_provider), p.state, p.share, p.furthest,"
	" p.position_ms, p.duration_ms, p.session, p.started_ms,"
	" p.updated_ms, p.completed_ms, p.removed_ms, p.day_only FROM play p"
	" JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
	" LEFT JOIN integration i ON i.id = p.integration_id"
	" WHERE p.id = :key");

/* A row that is gone by now is left out. */
static enum err pass_play(struct walk *w, transfer_play_fn *each, void *arg)
{
	struct transfer_play row;
	bool is_there = query_next(&w->query);
	enum err err = is_there ? get_play(w, &row) : OK, end = query_end(&w->query);

	TRY(err);
	TRY(end);
	return is_there ? each(&w->row, arg, &row) : OK;
}

enum err store_transfer_plays(
	struct cx *cx, struct store *s, int64_t user_id, transfer_play_fn *each, void *arg)
{
	struct walk w;
	enum err err = walk_begin(&w, cx, s, &transfer_play_keys, user_id);

	while (err == OK && walk_next(&w, &transfer_play))
		err = pass_play(&w, each, arg);
	return walk_end(&w, cx, err);
}

static enum err get_sitting(struct walk *w, struct transfer_sitting *row)
{
	const struct query *q = &w->query;
	enum { C = ITEM_COLUMNS };

	*row = (struct transfer_sitting){
		.session = col_text(q, C),
		.play_event_ms = col_i64_or_unsaid(q, C + 1),
		.heard_ms = col_i64(q, C + 2),
		.is_done = col_i64(q, C + 3) != 0,
	};
	return get_item(w, &row->of);
}

static STATEMENT(transfer_sitting_keys,
	"SELECT t.id FROM work w JOIN item t ON t.work_id = w.id"
	" WHERE w.person_id = :user AND EXISTS (SELECT 1 FROM sitting g"
	" WHERE g.item_id = t.id AND g.user_id = w.person_id)"
	" ORDER BY w.created_ms, w.id, t.part");

/* The newest of an item. */
static STATEMENT(transfer_sitting,
	"SELECT " ITEM_COLS ", g.session, g.play_event_ms, g.heard_ms, g.done"
	" FROM item t JOIN work w ON w.id = t.work_id"
	" JOIN sitting g ON g.item_id = t.id AND g.user_id = w.person_id"
	" WHERE t.id = :key ORDER BY g.heard_ms DESC, g.device DESC LIMIT 1");

static enum err pass_sitting(struct walk *w, transfer_sitting_fn *each, void *arg)
{
	struct transfer_sitting row;
	bool is_there = query_next(&w->query);
	enum err err = is_there ? get_sitting(w, &row) : OK, end = query_end(&w->query);

	TRY(err);
	TRY(end);
	return is_there ? each(&w->row, arg, &row) : OK;
}

enum err store_transfer_sittings(
	struct cx *cx, struct store *s, int64_t user_id, transfer_sitting_fn *each, void *arg)
{
	struct walk w;
	enum err err = walk_begin(&w, cx, s, &transfer_sitting_keys, user_id);

	while (err == OK && walk_next(&w, &transfer_sitting))
		err = pass_sitting(&w, each, arg);
	return walk_end(&w, cx, err);
}

/* ---- import ---- */

enum err store_transfer_item(struct cx *cx, struct store *s, int64_t user_id,
	const struct transfer_item *item, int64_t *item_id)
{
	const struct report *r = &item->named;
	int64_t work_id = 0;
	int conflicts = 0;

	TRY(store_work_match(cx, s, user_id, r, &work_id, &conflicts));
	for (size_t i = 0; i < item->more_count; i++)
		TRY(store_work_learn(cx, s, user_id, work_id, r->kind, &item->more[i]));
	return store_item_match(cx, s, work_id, r, item_id);
}

/* The stored play that an imported one matches. */
struct stored {
	int64_t id;   /* 0: none */
	bool is_open; /* and not removed */
	int64_t updated_ms;
};

static STATEMENT(transfer_play_find, "SELECT id, state, updated_ms, removed_ms FROM play"
				     " WHERE user_id = :user AND item_id = :item"
				     " AND (started_ms = :started OR (:open = 1 AND"
				     " state = 'in_progress' AND removed_ms IS NULL))"
				     " ORDER BY CASE started_ms WHEN :started THEN 0 ELSE 1 END, id"
				     " LIMIT 1");

static enum err find_play(struct cx *cx, struct store *s, const struct viewing *viewing,
	const struct transfer_play *play, struct stored *out)
{
	struct query q = store_query(cx, s, &transfer_play_find);

	*out = (struct stored){ 0 };
	bind_i64(&q, ":user", viewing->user_id);
	bind_i64(&q, ":item", viewing->item_id);
	bind_i64(&q, ":started", play->started_ms);
	bind_i64(&q, ":open", play->state == PLAY_IN_PROGRESS && play->removed_ms == UNSAID);
	if (query_next(&q)) {
		out->id = col_i64(&q, 0);
		out->is_open =
			col_state(&q, 1) == PLAY_IN_PROGRESS && col_i64_or_unsaid(&q, 3) == UNSAID;
		out->updated_ms = col_i64(&q, 2);
	}
	return query_end(&q);
}

static bool is_moved_by(const struct stored *was, const struct transfer_play *play)
{
	if (!was->is_open || play->removed_ms != UNSAID)
		return false;
	return play->state == PLAY_COMPLETED || play->updated_ms > was->updated_ms;
}

static STATEMENT(transfer_play_move,
	"UPDATE play SET state = :state, share = :share,"
	" furthest = CASE WHEN furthest > :furthest THEN furthest"
	" ELSE :furthest END,"
	" position_ms = :position, duration_ms = :duration,"
	" session = coalesce(:session, session),"
	" started_ms = CASE WHEN started_ms < :started THEN started_ms"
	" ELSE :started END,"
	" updated_ms = CASE WHEN updated_ms > :updated THEN updated_ms"
	" ELSE :updated END, completed_ms = :completed WHERE id = :id");

static STATEMENT(transfer_play_add,
	"INSERT INTO play (user_id, item_id, state, share, furthest,"
	" position_ms, duration_ms, session, started_ms, updated_ms,"
	" completed_ms, removed_ms, day_only) VALUES (:user, :item, :state, :share,"
	" :furthest, :position, :duration, :session, :started, :updated,"
	" :completed, :removed, :day_only)");

enum err store_transfer_play(struct cx *cx, struct store *s, const struct viewing *viewing,
	const struct transfer_play *play, enum transfer_result *how)
{
	struct stored was;
	struct query q;
	enum err err = find_play(cx, s, viewing, play, &was);

	*how = TRANSFER_KNOWN;
	if (err != OK)
		return err;
	if (was.id != 0 && !is_moved_by(&was, play))
		return OK;
	if (was.id != 0) {
		*how = TRANSFER_MOVED;
		q = store_query(cx, s, &transfer_play_move);
		bind_i64(&q, ":id", was.id);
	} else {
		*how = TRANSFER_ADDED;
		q = store_query(cx, s, &transfer_play_add);
		bind_i64(&q, ":user", viewing->user_id);
		bind_i64(&q, ":item", viewing->item_id);
		bind_i64_or_null(&q, ":removed", play->removed_ms);
		bind_i64(&q, ":day_only", play->day_only);
	}
	bind_state(&q, play->state);
	bind_i64(&q, ":share", play->share);
	bind_i64(&q, ":furthest", play->furthest);
	bind_i64_or_null(&q, ":position", play->position_ms);
	bind_i64_or_null(&q, ":duration", play->duration_ms);
	bind_text(&q, ":session", play->session);
	bind_i64(&q, ":started", play->started_ms);
	bind_i64(&q, ":updated", play->updated_ms);
	bind_i64_or_null(&q, ":completed", play->completed_ms);
	return query_run(&q);
}

static STATEMENT(sitting_heard, "SELECT heard_ms FROM sitting"
				" WHERE user_id = :user AND item_id = :item");

static STATEMENT(sitting_put, "INSERT INTO sitting"
			      " (user_id, item_id, device, session, play_event_ms, heard_ms, done)"
			      " VALUES (:user, :item, '', :session, :play_event, :heard, :done)"
			      " ON CONFLICT (user_id, item_id, device) DO UPDATE SET"
			      " session = excluded.session,"
			      " play_event_ms = excluded.play_event_ms,"
			      " heard_ms = excluded.heard_ms, done = excluded.done");

static enum err get_heard(
	struct cx *cx, struct store *s, const struct viewing *viewing, int64_t *ms)
{
	struct query q = store_query(cx, s, &sitting_heard);

	*ms = UNSAID;
	bind_i64(&q, ":user", viewing->user_id);
	bind_i64(&q, ":item", viewing->item_id);
	while (query_next(&q))
		if (col_i64(&q, 0) > *ms)
			*ms = col_i64(&q, 0);
	return query_end(&q);
}

enum err store_transfer_sitting(struct cx *cx, struct store *s, const struct viewing *viewing,
	const struct transfer_sitting *sitting, enum transfer_result *how)
{
	int64_t heard_ms = UNSAID;
	struct query q;
	enum err err = get_heard(cx, s, viewing, &heard_ms);

	*how = TRANSFER_KNOWN;
	if (err != OK || heard_ms >= sitting->heard_ms)
		return err;
	*how = heard_ms == UNSAID ? TRANSFER_ADDED : TRANSFER_MOVED;
	q = store_query(cx, s, &sitting_put);
	bind_i64(&q, ":user", viewing->user_id);
	bind_i64(&q, ":item", viewing->item_id);
	bind_text(&q, ":session", sitting->session);
	bind_i64_or_null(&q, ":play_event", sitting->play_event_ms);
	bind_i64(&q, ":heard", sitting->heard_ms);
	bind_i64(&q, ":done", sitting->is_done);
	return query_run(&q);
}
