/* SPDX-License-Identifier: MIT */
#include "shared/store/import.h"

#include "shared/db/query.h"

enum { UNDO_STEP = 500 };

/* ---- the files ---- */

static STATEMENT(import_prune,
	"DELETE FROM import WHERE id IN (SELECT i.id FROM import i WHERE i.started_ms IS NULL"
	" AND i.looked_ms < :before)");

enum err store_import_prune(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &import_prune);

	bind_i64(&q, ":before", cx->now_ms - IMPORT_LOOKED_KEPT_MS);
	return query_run(&q);
}

/* One file at a time waits for its import. */
static STATEMENT(import_drop_looked,
	"DELETE FROM import WHERE user_id = :user AND started_ms IS NULL AND hash <> :hash");

static STATEMENT(import_count, "SELECT count(*) FROM import WHERE user_id = :user");

static STATEMENT(import_put,
	"INSERT INTO import (user_id, hash, name, format, summary, looked_ms)"
	" VALUES (:user, :hash, :name, :format, :summary, :now)"
	" ON CONFLICT (user_id, hash) DO UPDATE SET name = excluded.name,"
	" format = excluded.format, summary = excluded.summary, looked_ms = excluded.looked_ms");

static STATEMENT(import_find, "SELECT id FROM import WHERE user_id = :user AND hash = :hash");

static enum err drop_looked(struct cx *cx, struct store *s, const struct import_file *row)
{
	struct query q = store_query(cx, s, &import_drop_looked);

	bind_i64(&q, ":user", row->user_id);
	bind_bytes(&q, ":hash", row->hash, sizeof(row->hash));
	return query_run(&q);
}

static enum err check_count(struct cx *cx, struct store *s, int64_t user_id)
{
	struct query q = store_query(cx, s, &import_count);
	int64_t count = 0;

	bind_i64(&q, ":user", user_id);
	TRY(query_number(&q, &count));
	if (count <= IMPORTS_MAX)
		return OK;
	return err_note(
		cx, ERR_TOO_MANY, "There are %d imports already. Undo one first.", IMPORTS_MAX);
}

enum err store_import_put(struct cx *cx, struct store *s, struct import_file *row)
{
	struct query q;

	TRY(drop_looked(cx, s, row));
	q = store_query(cx, s, &import_put);
	row->looked_ms = cx->now_ms;
	bind_i64(&q, ":user", row->user_id);
	bind_bytes(&q, ":hash", row->hash, sizeof(row->hash));
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":format", row->format);
	bind_text(&q, ":summary", row->summary);
	bind_i64(&q, ":now", row->looked_ms);
	TRY(query_run(&q));
	q = store_query(cx, s, &import_find);
	bind_i64(&q, ":user", row->user_id);
	bind_bytes(&q, ":hash", row->hash, sizeof(row->hash));
	TRY(query_number(&q, &row->id));
	return check_count(cx, s, row->user_id);
}

#define IMPORT_SELECT                                                                              \
	"SELECT id, user_id, hash, name, format, summary, looked_ms, started_ms, ended_ms, added," \
	" known FROM import WHERE user_id = :user"

static void import_read(const struct query *q, void *to)
{
	struct import_file *row = to;
	struct bytes hash = col_bytes(q, 2);

	*row = (struct import_file){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.name = col_text(q, 3),
		.format = col_text(q, 4),
		.summary = col_text(q, 5),
		.looked_ms = col_i64(q, 6),
		.started_ms = col_i64_or_unsaid(q, 7),
		.ended_ms = col_i64_or_unsaid(q, 8),
		.added = col_i64(q, 9),
		.known = col_i64(q, 10),
	};
	if (hash.length == sizeof(row->hash))
		memcpy(row->hash, hash.at, sizeof(row->hash));
}

static STATEMENT(import_get, IMPORT_SELECT " AND id = :id");

enum err store_import_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, struct import_file *out)
{
	struct query q = store_query(cx, s, &import_get);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	return query_get(&q, import_read, out);
}

static STATEMENT(import_list, IMPORT_SELECT " AND started_ms IS NOT NULL"
					    " ORDER BY started_ms DESC, id DESC LIMIT :limit");

enum err store_import_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct import_file **rows, size_t *count)
{
	struct query q = store_query(cx, s, &import_list);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":limit", IMPORTS_MAX);
	*rows = query_rows(&q, import_read, sizeof(**rows), IMPORTS_MAX, count);
	return query_end(&q);
}

static STATEMENT(import_start, "UPDATE import SET started_ms = coalesce(started_ms, :now),"
			       " ended_ms = NULL WHERE id = :id");

enum err store_import_start(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &import_start);

	bind_i64(&q, ":now", cx->now_ms);
	bind_i64(&q, ":id", id);
	return query_run(&q);
}

/* What an earlier attempt has added is counted by its rows. */
static STATEMENT(import_end,
	"UPDATE import SET ended_ms = CASE WHEN started_ms > :now THEN started_ms ELSE :now END,"
	" added = (SELECT count(*) FROM import_play p WHERE p.import_id = import.id),"
	" known = :known WHERE id = :id");

enum err store_import_end(struct cx *cx, struct store *s, const struct import_file *row)
{
	struct query q = store_query(cx, s, &import_end);

	bind_i64(&q, ":now", cx->now_ms);
	bind_i64(&q, ":known", row->known);
	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}

/* ---- its bytes ---- */

static STATEMENT(import_piece_drop, "DELETE FROM import_piece WHERE import_id = :id");

static STATEMENT(import_piece_put, "INSERT INTO import_piece (import_id, number, bytes)"
				   " VALUES (:id, :number, :bytes)"
				   " ON CONFLICT (import_id, number) DO UPDATE SET"
				   " bytes = excluded.bytes");

enum err store_import_piece_put(
	struct cx *cx, struct store *s, int64_t id, int64_t number, struct bytes bytes)
{
	struct query q = store_query(cx, s, bytes.at ? &import_piece_put : &import_piece_drop);

	bind_i64(&q, ":id", id);
	if (bytes.at) {
		bind_i64(&q, ":number", number);
		bind_bytes(&q, ":bytes", bytes.at, bytes.length);
	}
	return query_run(&q);
}

static STATEMENT(import_size,
	"SELECT coalesce(sum(length(bytes)), 0) FROM import_piece WHERE import_id = :id");

enum err store_import_size(struct cx *cx, struct store *s, int64_t id, int64_t *size)
{
	struct query q = store_query(cx, s, &import_size);

	bind_i64(&q, ":id", id);
	return query_number(&q, size);
}

static STATEMENT(import_piece_get,
	"SELECT bytes FROM import_piece WHERE import_id = :id AND number = :number");

enum err store_import_piece_get(
	struct cx *cx, struct store *s, int64_t id, int64_t number, struct bytes *out)
{
	struct query q = store_query(cx, s, &import_piece_get);
	struct bytes piece = { NULL, 0 };

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":number", number);
	*out = piece;
	if (query_next(&q)) {
		piece = col_bytes(&q, 0);
		out->at = arena_strndup(cx->arena, piece.length ? piece.at : "", piece.length);
		out->length = piece.length;
	}
	TRY(query_end(&q));
	return out->at ? OK : err_note(cx, ERR_STORE, "a piece of the file is missing");
}

/* ---- what was left out ---- */

static STATEMENT(import_left_drop, "DELETE FROM import_left WHERE import_id = :id");

static STATEMENT(import_left_put, "INSERT INTO import_left (import_id, number, place, title, why)"
				  " VALUES (:id, :number, :place, :title, :why)");

enum err store_import_left_put(
	struct cx *cx, struct store *s, int64_t id, const struct import_left *rows, size_t count)
{
	struct query q = store_query(cx, s, &import_left_drop);

	bind_i64(&q, ":id", id);
	TRY(query_run(&q));
	for (size_t i = 0; i < count && i < IMPORT_LEFT_MAX; i++) {
		q = store_query(cx, s, &import_left_put);
		bind_i64(&q, ":id", id);
		bind_i64(&q, ":number", (int64_t)i);
		bind_text(&q, ":place", rows[i].place);
		bind_text(&q, ":title", rows[i].title);
		bind_text(&q, ":why", rows[i].why);
		TRY(query_run(&q));
	}
	return OK;
}

static void left_read(const struct query *q, void *row)
{
	*(struct import_left *)row = (struct import_left){
		.place = col_text(q, 0),
		.title = col_text(q, 1),
		.why = col_text(q, 2),
	};
}

static STATEMENT(import_left_list,
	"SELECT place, title, why FROM import_left WHERE import_id = :id ORDER BY number");

enum err store_import_left_list(
	struct cx *cx, struct store *s, int64_t id, const struct import_left **rows, size_t *count)
{
	struct query q = store_query(cx, s, &import_left_list);

	bind_i64(&q, ":id", id);
	*rows = query_rows(&q, left_read, sizeof(**rows), IMPORT_LEFT_MAX, count);
	return query_end(&q);
}

/* ---- plays ---- */

static STATEMENT(import_play_find,
	"SELECT id FROM play WHERE user_id = :user AND item_id = :item AND started_ms < :to"
	" AND coalesce(completed_ms, updated_ms) >= :from LIMIT 1");

static STATEMENT(import_play_find_any, "SELECT id FROM play WHERE user_id = :user"
				       " AND item_id = :item AND completed_ms IS NOT NULL LIMIT 1");

static STATEMENT(import_play_add,
	"INSERT INTO play (user_id, item_id, state, share, furthest, started_ms, updated_ms,"
	" completed_ms, day_only) VALUES (:user, :item, 'completed', :whole, :whole, :at, :at, :at,"
	" :day_only) RETURNING id");

static STATEMENT(
	import_play_note, "INSERT INTO import_play (play_id, import_id) VALUES (:play, :import)");

static enum err find_play(
	struct cx *cx, struct store *s, const struct import_play *play, int64_t *id)
{
	bool is_dated = play->at_ms != UNDATED_MS;
	struct query q = store_query(cx, s, is_dated ? &import_play_find : &import_play_find_any);

	bind_i64(&q, ":user", play->user_id);
	bind_i64(&q, ":item", play->item_id);
	if (is_dated) {
		bind_i64(&q, ":from", play->from_ms);
		bind_i64(&q, ":to", play->to_ms);
	}
	return query_number(&q, id);
}

static enum err add_play(
	struct cx *cx, struct store *s, const struct import_play *play, int64_t *id)
{
	struct query q = store_query(cx, s, &import_play_add);

	bind_i64(&q, ":user", play->user_id);
	bind_i64(&q, ":item", play->item_id);
	bind_i64(&q, ":whole", SHARE_WHOLE);
	bind_i64(&q, ":at", play->at_ms);
	bind_i64(&q, ":day_only", play->day_only);
	return query_id(&q, id);
}

enum err store_import_play(
	struct cx *cx, struct store *s, const struct import_play *play, bool *is_added)
{
	int64_t id = 0;
	struct query q;

	*is_added = false;
	TRY(find_play(cx, s, play, &id));
	if (id != 0)
		return OK;
	TRY(add_play(cx, s, play, &id));
	*is_added = true;
	q = store_query(cx, s, &import_play_note);
	bind_i64(&q, ":play", id);
	bind_i64(&q, ":import", play->import_id);
	return query_run(&q);
}

/* ---- undo ---- */

static STATEMENT(import_undo_left, "SELECT play_id FROM import_play WHERE import_id = :id LIMIT 1");

static STATEMENT(import_undo_plays,
	"DELETE FROM play WHERE id IN (SELECT f.play_id FROM import_play f"
	" WHERE f.import_id = :id ORDER BY f.play_id LIMIT :limit)");

/*
 * A work that a report has brought since has a play or a sitting, and one that
 * a person has corrected has an edit.
 */
static STATEMENT(import_undo_works,
	"DELETE FROM work WHERE id IN (SELECT w.id FROM work w WHERE w.person_id = :user"
	" AND w.created_ms >= :from AND w.created_ms <= :to"
	" AND NOT EXISTS (SELECT 1 FROM item t JOIN play p ON p.item_id = t.id"
	" WHERE t.work_id = w.id)"
	" AND NOT EXISTS (SELECT 1 FROM item t JOIN sitting g ON g.item_id = t.id"
	" WHERE t.work_id = w.id)"
	" AND NOT EXISTS (SELECT 1 FROM edit e WHERE e.work_id = w.id))");

static STATEMENT(import_remove, "DELETE FROM import WHERE id = :id");

static enum err undo_works(struct cx *cx, struct store *s, const struct import_file *row)
{
	struct query q = store_query(cx, s, &import_undo_works);

	bind_i64(&q, ":user", row->user_id);
	bind_i64(&q, ":from", row->started_ms);
	bind_i64(&q, ":to", row->ended_ms == UNSAID ? cx->now_ms : row->ended_ms);
	return query_run(&q);
}

enum err store_import_undo(
	struct cx *cx, struct store *s, const struct import_file *row, bool *goes_on)
{
	struct query q = store_query(cx, s, &import_undo_plays);
	int64_t left = 0;

	bind_i64(&q, ":id", row->id);
	bind_i64(&q, ":limit", UNDO_STEP);
	TRY(query_run(&q));
	q = store_query(cx, s, &import_undo_left);
	bind_i64(&q, ":id", row->id);
	TRY(query_number(&q, &left));
	*goes_on = left > 0;
	if (*goes_on)
		return OK;
	if (row->started_ms != UNSAID)
		TRY(undo_works(cx, s, row));
	q = store_query(cx, s, &import_remove);
	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}
