/* SPDX-License-Identifier: MIT */
#include "shared/actions/add.h"

#include "shared/actions/edit_mark.h"
#include "shared/base/fold.h"
#include "shared/base/lengths.h"
#include "shared/base/utf8.h"
#include "shared/crypto/token.h"
#include "shared/progress/pasted_as.h"
#include "shared/store/column.h"
#include "shared/store/work.h"

enum { YEAR_MIN = 1000, YEAR_MAX = 2999 };

static enum err check_text(struct cx *cx, const char *text)
{
	if (strlen(text) <= REPORT_NAME_MAX && utf8_is_line(text))
		return OK;
	return err_note(cx, ERR_INPUT, "A title or a name has at most %d characters, in one line.",
		REPORT_NAME_MAX);
}

static enum err check(struct cx *cx, const struct add *what)
{
	TRY(check_text(cx, what->title));
	TRY(check_text(cx, what->author));
	if (what->kind == KIND_NONE || what->kind == KIND_PODCAST)
		return err_note(cx, ERR_INPUT,
			"Choose what it is: a film, a show, an audiobook or a book.");
	if (!*what->title)
		return err_note(cx, ERR_INPUT, "Enter its title.");
	if (what->year != UNSAID && (what->year < YEAR_MIN || what->year > YEAR_MAX))
		return err_note(cx, ERR_INPUT, "A year has four digits.");
	if (what->kind == KIND_SHOW && !what->is_wanted && (what->season < 0 || what->episode < 0))
		return err_note(cx, ERR_INPUT, "Enter the numbers of the season and the episode.");
	return OK;
}

static STATEMENT(add_same, "SELECT count(*) FROM work w WHERE w.person_id = :user"
			   " AND w.sort_title = :title AND w.kind = :kind");

/* One of the same name is likely to be the same. */
static enum err check_new(struct cx *cx, struct store *s, const struct add *what)
{
	struct fold_words words;
	struct query q;
	int64_t count = 0;

	if (what->is_another)
		return OK;
	TRY(fold_words(cx, what->title, &words));
	q = store_query(cx, s, &add_same);
	bind_i64(&q, ":user", what->user_id);
	bind_text(&q, ":title", fold_sort(cx, &words));
	bind_kind(&q, what->kind);
	TRY(query_number(&q, &count));
	if (count == 0)
		return OK;
	return err_note(cx, ERR_CONFLICT,
		"Your library has one of that title. Add a play on its page, or say here that "
		"this is another one.");
}

/* An id of its own, by which an export knows it again. */
static enum err make_id(struct ids *ids)
{
	char text[TOKEN_TEXT];
	char value[TOKEN_TEXT + 8];

	token_new(text);
	snprintf(value, sizeof(value), "manual/%s", text);
	return ids_add(ids, CATALOG_LOCAL, value) ? OK : ERR_INTERNAL;
}

static enum err read_id(struct cx *cx, struct store *s, const struct add *what, struct ids *ids)
{
	enum kind kind = what->kind;
	struct id id;

	if (!*what->id) {
		TRY(check_new(cx, s, what));
		return make_id(ids);
	}
	if (pasted_as(what->id, &kind, &id) == PASTED_ID && ids_add(ids, id.source, id.value))
		return OK;
	return err_note(cx, ERR_INPUT, "That is no id for it. %s", pasted_hint(what->kind));
}

enum err add_work(struct cx *cx, struct store *s, const struct add *what, struct edited *out)
{
	struct edit_item item = { .user_id = what->user_id,
		.season = what->season,
		.episode = what->episode,
		.at = what->at };
	struct message m;
	int conflicts = 0;

	*out = (struct edited){ 0 };
	TRY(check(cx, what));
	message_init(&m);
	m.report.kind = what->kind;
	m.report.title = what->title;
	m.report.author = *what->author ? what->author : NULL;
	m.report.year = what->year;
	TRY(read_id(cx, s, what, &m.report.ids));
	TRY(store_work_match(cx, s, what->user_id, &m.report, &item.work_id, &conflicts));
	out->work_id = item.work_id;
	if (what->is_wanted)
		return edit_list_new(
			cx, s, &(struct edit_list){ what->user_id, item.work_id, 0, true }, out);
	return edit_complete_new(cx, s, &item, what->kind, out);
}
