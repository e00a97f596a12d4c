/* SPDX-License-Identifier: MIT */
#include "shared/store/word.h"

#include "shared/base/fold.h"
#include "shared/store/column.h"

enum { SLICE = 250 };

static STATEMENT(word_drop, "DELETE FROM work_word WHERE work_id = :work");

static STATEMENT(word_add, "INSERT INTO work_word (person_id, word, work_id)"
			   " VALUES (:user, :word, :work)");

static enum err drop_all(struct cx *cx, struct store *s, int64_t work_id)
{
	struct query q = store_query(cx, s, &word_drop);

	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

static enum err add(
	struct cx *cx, struct store *s, int64_t user_id, int64_t work_id, const char *word)
{
	struct query q = store_query(cx, s, &word_add);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":word", word);
	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

static STATEMENT(word_sort, "UPDATE work SET sort_title = :sort_title WHERE id = :work");

static enum err sort_by(
	struct cx *cx, struct store *s, int64_t work_id, const struct fold_words *words)
{
	struct query q = store_query(cx, s, &word_sort);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":sort_title", fold_sort(cx, words));
	return query_run(&q);
}

enum err store_word_put(
	struct cx *cx, struct store *s, int64_t user_id, int64_t work_id, const char *title)
{
	struct fold_words words;

	TRY(fold_words(cx, title, &words));
	TRY(drop_all(cx, s, work_id));
	TRY(sort_by(cx, s, work_id, &words));
	for (size_t i = 0; i < words.count; i++)
		TRY(add(cx, s, user_id, work_id, words.list[i]));
	return OK;
}

/* ---- the works from before ---- */

struct unread {
	int64_t work_id, user_id;
	const char *title; /* or NULL */
};

static void unread_read(const struct query *q, void *to)
{
	*(struct unread *)to = (struct unread){
		.work_id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.title = col_text(q, 2),
	};
}

static STATEMENT(word_unread, "SELECT w.id, w.person_id, w.title FROM work_unread u"
			      " JOIN work w ON w.id = u.work_id ORDER BY u.work_id LIMIT :limit");

static STATEMENT(word_is_read, "DELETE FROM work_unread WHERE work_id = :work");

static enum err read_one(struct cx *cx, struct store *s, const struct unread *row)
{
	struct query q;

	TRY(store_word_put(cx, s, row->user_id, row->work_id, row->title ? row->title : ""));
	q = store_query(cx, s, &word_is_read);
	bind_i64(&q, ":work", row->work_id);
	return query_run(&q);
}

static enum err list_unread(
	struct cx *cx, struct store *s, const struct unread **rows, size_t *count)
{
	struct query q = store_query(cx, s, &word_unread);

	bind_i64(&q, ":limit", SLICE);
	*rows = query_rows(&q, unread_read, sizeof(**rows), SLICE, count);
	return query_end(&q);
}

static enum err fill_slice(struct cx *cx, struct store *s, size_t *count)
{
	const struct unread *rows;

	struct arena_mark mark;

	TRY(list_unread(cx, s, &rows, count));
	mark = arena_mark(cx->arena);
	for (size_t i = 0; i < *count; i++) {
		TRY(read_one(cx, s, &rows[i]));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err is_filled(struct cx *cx, struct store *s, bool *out)
{
	const struct unread *rows;
	size_t count = 0;
	enum err err = list_unread(cx, s, &rows, &count);

	*out = count == 0;
	return err;
}

enum err store_word_fill(struct cx *cx, struct store *s)
{
	struct arena_mark mark = arena_mark(cx->arena);
	bool is_done;
	size_t count = 0;

	TRY(is_filled(cx, s, &is_done));
	while (!is_done) {
		TRY(store_begin(cx, s));
		TRY(store_end(cx, s, fill_slice(cx, s, &count)));
		is_done = count < SLICE;
		arena_rewind(cx->arena, mark);
		store_yield();
	}
	return OK;
}
