/* SPDX-License-Identifier: MIT */
#include "shared/store/word.h"

#include "shared/base/fold.h"
#include "shared/store/column.h"

enum { SLICE = 250, ASKED_MAX = 8 };

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

enum err store_word_put(
	struct cx *cx, struct store *s, int64_t user_id, int64_t work_id, const char *title)
{
	struct fold_words words;

	TRY(fold_words(cx, title, &words));
	TRY(drop_all(cx, s, work_id));
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

/* ---- searching ---- */

/*
 * Starts from the words that begin with the longest one asked for; `asked` has
 * the others. SQLite keeps the order of a CROSS JOIN.
 */
#define FOUND                                                                                      \
	" FROM (SELECT x.work_id FROM work_word x"                                                 \
	" WHERE x.person_id = :user AND x.word >= :word AND x.word < :past"                        \
	" AND (:word1 = '' OR NOT EXISTS (SELECT 1 FROM asked WHERE asked.word <> ''"              \
	" AND NOT EXISTS (SELECT 1 FROM work_word y WHERE y.work_id = x.work_id"                   \
	" AND y.word >= asked.word AND y.word < asked.past)))"                                     \
	" GROUP BY x.work_id) found CROSS JOIN work w WHERE w.id = found.work_id"                  \
	" AND (:kind = '' OR w.kind = :kind)"                                                      \
	" AND EXISTS (SELECT p.id" PLAYS IS_OF_STATE ")"                                           \
	" AND (:state <> 'completed' OR NOT EXISTS (SELECT p.id" PLAYS                             \
	" AND p.state = 'in_progress'))"

#define ASKED                                                                                      \
	"WITH asked (word, past) AS (VALUES (:word1, :past1), (:word2, :past2),"                   \
	" (:word3, :past3), (:word4, :past4), (:word5, :past5), (:word6, :past6),"                 \
	" (:word7, :past7)) "

#define PLAYS                                                                                      \
	" FROM item t CROSS JOIN play p WHERE t.work_id = w.id AND p.user_id = :user"              \
	" AND p.item_id = t.id AND p.removed_ms IS NULL"

#define IS_OF_STATE " AND (:state <> 'in_progress' OR p.state = 'in_progress')"

#define LATEST "(SELECT max(p.updated_ms)" PLAYS IS_OF_STATE ")"

static STATEMENT(word_count, ASKED "SELECT count(*)" FOUND);

static STATEMENT(word_recent, ASKED "SELECT w.id, " LATEST " AS latest" FOUND
				    " ORDER BY latest DESC, w.id DESC LIMIT :limit OFFSET :skip");

static STATEMENT(word_by_title,
	ASKED "SELECT w.id" FOUND " ORDER BY lower(coalesce(w.title, '')), w.id"
	      " LIMIT :limit OFFSET :skip");

static STATEMENT(word_by_age, ASKED "SELECT w.id" FOUND " ORDER BY w.created_ms DESC, w.id DESC"
				    " LIMIT :limit OFFSET :skip");

static STATEMENT(word_best, ASKED "SELECT w.id" FOUND " ORDER BY length(coalesce(w.title, '')),"
				  " lower(coalesce(w.title, '')), w.id"
				  " LIMIT :limit OFFSET :skip");

/* No word has U+10FFFF in it, so all that begin with `word` are before this. */
static void bind_range(struct query *q, struct cx *cx, const char *const names[2], const char *word)
{
	bind_text(q, names[0], word);
	bind_text(q, names[1], arena_join(cx->arena, word, "", *word ? "\xf4\x8f\xbf\xbf" : ""));
}

static size_t longest(const struct fold_words *words)
{
	size_t found = 0;

	for (size_t i = 1; i < words->count; i++)
		if (strlen(words->list[i]) > strlen(words->list[found]))
			found = i;
	return found;
}

static void bind_words(struct query *q, struct cx *cx, const struct fold_words *words)
{
	static const char *const names[ASKED_MAX][2] = {
		{ ":word", ":past" },
		{ ":word1", ":past1" },
		{ ":word2", ":past2" },
		{ ":word3", ":past3" },
		{ ":word4", ":past4" },
		{ ":word5", ":past5" },
		{ ":word6", ":past6" },
		{ ":word7", ":past7" },
	};
	size_t first = longest(words), bound = 0;

	bind_range(q, cx, names[bound++], words->list[first]);
	for (size_t i = 0; i < words->count && bound < ASKED_MAX; i++)
		if (i != first)
			bind_range(q, cx, names[bound++], words->list[i]);
	while (bound < ASKED_MAX)
		bind_range(q, cx, names[bound++], "");
}

static struct query asked(struct cx *cx, struct store *s, const struct statement *which,
	const struct library_filter *f, const struct fold_words *words)
{
	struct query q = store_query(cx, s, which);

	bind_words(&q, cx, words);
	bind_i64(&q, ":user", f->user_id);
	bind_kind(&q, f->kind);
	bind_state(&q, f->state);
	return q;
}

enum err store_word_search(
	struct cx *cx, struct store *s, const struct library_filter *filter, struct ids_found *out)
{
	static const struct statement *const orders[] = {
		[ORDER_RECENT] = &word_recent,
		[ORDER_TITLE] = &word_by_title,
		[ORDER_NEWEST] = &word_by_age,
		[ORDER_BEST] = &word_best,
	};
	struct fold_words words;
	struct query q;

	TRY(fold_words(cx, filter->words, &words));
	if (words.count == 0)
		return OK;
	q = asked(cx, s, &word_count, filter, &words);
	TRY(query_number(&q, &out->total));
	q = asked(cx, s, orders[filter->order], filter, &words);
	bind_i64(&q, ":limit", LIBRARY_PAGE);
	bind_i64(&q, ":skip", (int64_t)(filter->page - 1) * LIBRARY_PAGE);
	while (query_next(&q))
		out->list[out->count++] = col_i64(&q, 0);
	return query_end(&q);
}
