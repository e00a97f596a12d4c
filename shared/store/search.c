/* SPDX-License-Identifier: MIT */
#include "shared/store/search.h"

#include "shared/base/fold.h"
#include "shared/store/column.h"

/* Some of them may be "". */
#define ASKED                                                                                      \
	"WITH asked (word, past) AS (VALUES (:word1, :past1), (:word2, :past2),"                   \
	" (:word3, :past3), (:word4, :past4), (:word5, :past5), (:word6, :past6),"                 \
	" (:word7, :past7)) "

#define LACKS                                                                                      \
	" (SELECT 1 FROM asked WHERE asked.word <> ''"                                             \
	" AND NOT EXISTS (SELECT 1 FROM work_word y WHERE y.work_id = x.work_id"                   \
	" AND y.word >= asked.word AND y.word < asked.past))"

#define PLAYS(work)                                                                                \
	" FROM item t CROSS JOIN play p WHERE t.work_id = " work " AND p.user_id = :user"          \
	" AND p.item_id = t.id AND p.removed_ms IS NULL"

#define IS_OF_STATE " AND (:state <> 'in_progress' OR p.state = 'in_progress')"

/* They are few, and the subquery is evaluated once per query. */
#define OPEN_WORKS                                                                                 \
	" (SELECT t.work_id FROM play p JOIN item t ON t.id = p.item_id"                           \
	" WHERE p.user_id = :user AND p.state = 'in_progress' AND p.removed_ms IS NULL)"

/*
 * Starts from the words that begin with the first one asked for. SQLite keeps
 * the order of a CROSS JOIN.
 */
#define FOUND                                                                                           \
	"(SELECT DISTINCT w.id, w.title, w.sort_title, w.created_ms FROM work_word x CROSS JOIN work w" \
	" WHERE x.person_id = :user AND x.word >= :word AND x.word < :past"                             \
	" AND (:state <> 'in_progress' OR x.work_id IN" OPEN_WORKS ")"                                  \
	" AND (:state <> 'completed' OR x.work_id NOT IN" OPEN_WORKS ")"                                \
	" AND (:word1 = '' OR NOT EXISTS" LACKS ") AND w.id = x.work_id"                                \
	" AND (:kind = '' OR w.kind = :kind) AND EXISTS (SELECT p.id" PLAYS("w.id") ")"

#define LATEST "(SELECT max(p.updated_ms)" PLAYS("found.id") IS_OF_STATE ")"

static STATEMENT(search_some, ASKED "SELECT count(*) FROM " FOUND " LIMIT :most) found");

static STATEMENT(search_recent,
	ASKED "SELECT found.id, " LATEST " AS latest FROM " FOUND ") found"
	      " ORDER BY latest DESC, found.id DESC LIMIT :limit OFFSET :skip");

static STATEMENT(search_by_title,
	ASKED "SELECT found.id FROM " FOUND ") found"
	      " ORDER BY found.sort_title, found.id LIMIT :limit OFFSET :skip");

static STATEMENT(search_by_age,
	ASKED "SELECT found.id FROM " FOUND ") found"
	      " ORDER BY found.created_ms DESC, found.id DESC LIMIT :limit OFFSET :skip");

static STATEMENT(search_best,
	ASKED "SELECT found.id FROM " FOUND ") found ORDER BY length(coalesce(found.title, '')),"
	      " found.sort_title, found.id LIMIT :limit OFFSET :skip");

static STATEMENT(search_has,
	ASKED "SELECT count(*) FROM work_word x WHERE x.work_id = :work AND x.word >= :word"
	      " AND x.word < :past AND (:word1 = '' OR NOT EXISTS" LACKS ")");

static STATEMENT(search_word,
	"SELECT count(*) FROM (SELECT x.work_id FROM work_word x WHERE x.person_id = :user"
	" AND x.word >= :word AND x.word < :past LIMIT :most) found");

static void set_words(struct cx *cx, const struct fold_words *words, struct search *out)
{
	for (size_t i = 0; i < SEARCH_WORDS; i++) {
		const char *word = i < words->count ? words->list[i] : "";

		out->from[i] = word;
		/* No word has U+10FFFF in it. */
		out->past[i] = *word ? arena_join(cx->arena, word, "", "\xf4\x8f\xbf\xbf") : "";
	}
}

/* The index of the word that the fewest works have; counts some of them. */
static enum err find_rarest(struct cx *cx, struct store *s, struct search *search, size_t *rarest)
{
	int64_t least = SEARCH_DENSE, count = 0;

	*rarest = 0;
	for (size_t i = 0; i < SEARCH_WORDS && *search->from[i]; i++) {
		struct query q = store_query(cx, s, &search_word);

		bind_i64(&q, ":user", search->filter->user_id);
		bind_text(&q, ":word", search->from[i]);
		bind_text(&q, ":past", search->past[i]);
		bind_i64(&q, ":most", least);
		TRY(query_number(&q, &count));
		if (count < least) {
			least = count;
			*rarest = i;
		}
	}
	search->is_dense = least == SEARCH_DENSE;
	return OK;
}

static void swap(const char **a, const char **b)
{
	const char *kept = *a;

	*a = *b;
	*b = kept;
}

enum err search_begin(
	struct cx *cx, struct store *s, const struct library_filter *filter, struct search *out)
{
	struct fold_words words;
	size_t rarest;

	*out = (struct search){ .filter = filter };
	TRY(fold_words(cx, filter->words, &words));
	set_words(cx, &words, out);
	TRY(find_rarest(cx, s, out, &rarest));
	swap(&out->from[0], &out->from[rarest]);
	swap(&out->past[0], &out->past[rarest]);
	return OK;
}

static void bind_words(struct query *q, const struct search *search)
{
	static const char *const names[SEARCH_WORDS][2] = {
		{ ":word", ":past" },
		{ ":word1", ":past1" },
		{ ":word2", ":past2" },
		{ ":word3", ":past3" },
		{ ":word4", ":past4" },
		{ ":word5", ":past5" },
		{ ":word6", ":past6" },
		{ ":word7", ":past7" },
	};

	for (size_t i = 1; i <= SEARCH_WORDS; i++) {
		size_t at = i % SEARCH_WORDS; /* the first one appears last */

		bind_text(q, names[at][0], search->from[at]);
		bind_text(q, names[at][1], search->past[at]);
	}
}

static struct query found(
	struct cx *cx, struct store *s, const struct statement *which, const struct search *search)
{
	struct query q = store_query(cx, s, which);

	bind_words(&q, search);
	bind_i64(&q, ":user", search->filter->user_id);
	bind_kind(&q, search->filter->kind);
	bind_state(&q, search->filter->state);
	return q;
}

enum err search_count(
	struct cx *cx, struct store *s, const struct search *search, int64_t most, int64_t *count)
{
	struct query q;

	*count = 0;
	if (!*search->from[0])
		return OK;
	q = found(cx, s, &search_some, search);
	bind_i64(&q, ":most", most);
	return query_number(&q, count);
}

enum err search_page(struct cx *cx, struct store *s, const struct search *search,
	int64_t ids[static LIBRARY_PAGE], size_t *count)
{
	static const struct statement *const orders[] = {
		[ORDER_RECENT] = &search_recent,
		[ORDER_TITLE] = &search_by_title,
		[ORDER_NEWEST] = &search_by_age,
		[ORDER_BEST] = &search_best,
	};
	struct query q;

	*count = 0;
	if (!*search->from[0])
		return OK;
	q = found(cx, s, orders[search->filter->order], search);
	bind_i64(&q, ":limit", LIBRARY_PAGE);
	bind_i64(&q, ":skip", (int64_t)(search->filter->page - 1) * LIBRARY_PAGE);
	while (query_next(&q))
		ids[(*count)++] = col_i64(&q, 0);
	return query_end(&q);
}

enum err search_fits(
	struct cx *cx, struct store *s, const struct search *search, int64_t work_id, bool *fits)
{
	struct query q = store_query(cx, s, &search_has);
	int64_t words = 0;

	bind_words(&q, search);
	bind_i64(&q, ":work", work_id);
	TRY(query_number(&q, &words));
	*fits = words > 0;
	return OK;
}
