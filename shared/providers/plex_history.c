/* SPDX-License-Identifier: MIT */
#include "shared/providers/plex_history.h"

#include "shared/providers/plex_api.h"
#include "shared/providers/plex_row.h"

enum {
	FIRST = 25, /* rows of the first page: an hour brings few */
	PAGE = 200,
	KEYS_MAX = 50, /* in one request */
	BAD_ROWS_MAX = 20,
	FROM_MAX = 500000,
	DAY_MS = 24 * 60 * 60 * 1000,
};

static const struct range counts = { 0, INT32_MAX };

enum list { LIST_WATCHED, LIST_BEGUN, LIST_END };

struct plex_run {
	struct target target;
	const char *account; /* NULL: nothing is asked */
	bool is_full;
	enum list list;
	size_t from, limit, seen;
	int64_t total;
	/* The rows that are held until their works are known. */
	struct source_row *rows;
	size_t row_count;
	const char *keys[PAGE];
	size_t key_count, key_next, keys_asked;
};

static const char every_row[] = "every row";

static void *begin(struct cx *cx, const struct target *target)
{
	struct plex_run *run = arena_alloc(cx->arena, sizeof(*run));
	int64_t until_ms = 0;

	run->target = *target;
	run->account = lookup_key(cx, target->person);
	run->total = UNSAID;
	run->is_full = target->is_past ||
		       !target->memory.fact(target->memory.arg, cx, every_row, &until_ms) ||
		       until_ms <= cx->now_ms;
	run->limit = run->is_full ? PAGE : FIRST;
	return run;
}

/* ---- asking ---- */

/* A page is named by headers, which stand beside those of every request. */
static const char *const *page_headers(struct cx *cx, const struct plex_run *run)
{
	size_t count = 0;
	const char **list;

	while (plex_service.headers[count])
		count++;
	list = arena_array(cx->arena, count + 3, sizeof(*list));
	memcpy(list, plex_service.headers, count * sizeof(*list));
	list[count] = arena_printf(cx->arena, "X-Plex-Container-Start: %zu", run->from);
	list[count + 1] = arena_printf(cx->arena, "X-Plex-Container-Size: %zu", run->limit);
	list[count + 2] = NULL;
	return list;
}

static const char *keys_path(struct cx *cx, struct plex_run *run)
{
	size_t end = run->key_next + KEYS_MAX;
	const char *keys = run->keys[run->key_next];

	run->keys_asked = run->key_next + 1;
	for (; run->keys_asked < run->key_count && run->keys_asked < end; run->keys_asked++)
		keys = arena_join(cx->arena, keys, ",", run->keys[run->keys_asked]);
	return arena_join(cx->arena, plex_lookup.before, keys, plex_lookup.after);
}

static bool next(struct cx *cx, void *data, struct ask *out)
{
	struct plex_run *run = data;

	*out = (struct ask){ .path = NULL };
	if (run->key_next < run->key_count) {
		out->path = keys_path(cx, run);
		return true;
	}
	if (!run->account || run->list == LIST_END)
		return false;
	out->headers = page_headers(cx, run);
	out->path = "/library/onDeck?includeGuids=1";
	if (run->list == LIST_WATCHED)
		out->path = arena_printf(cx->arena,
			"/status/sessions/history/all?accountID=%s&sort=viewedAt:desc",
			run->account);
	return true;
}

static bool is_settled(const void *data)
{
	const struct plex_run *run = data;

	return run->key_next == run->key_count;
}

/* ---- a page ---- */

struct page {
	size_t rows, bad;
	bool has_news;
};

static bool is_wanted(struct cx *cx, const struct plex_run *run, const char *key)
{
	const struct memory *m = &run->target.memory;
	int64_t until_ms = 0;

	for (size_t i = 0; i < run->key_count; i++)
		if (strcmp(run->keys[i], key) == 0)
			return false;
	return !m->fact(m->arg, cx, lookup_name(cx, key), &until_ms) || until_ms <= cx->now_ms;
}

static bool is_news(struct cx *cx, const struct plex_run *run, const struct source_row *row)
{
	const struct memory *m = &run->target.memory;
	const char *was = m->seen(m->arg, cx, row->row);

	return run->target.is_past || !was || strcmp(was, row->state) != 0;
}

static void take_row(struct cx *cx, struct plex_run *run, struct json in, struct page *page)
{
	struct source_row *row = &run->rows[run->row_count];

	page->rows++;
	if (!plex_row_read(cx, in, run->account, row))
		return;
	if (!row->row && page->bad++ >= BAD_ROWS_MAX)
		return;
	if (row->row && !is_news(cx, run, row))
		return;
	page->has_news = page->has_news || row->row;
	row->body = json_text(cx, in);
	if (row->message.unnamed_show && is_wanted(cx, run, row->message.unnamed_show))
		run->keys[run->key_count++] = row->message.unnamed_show;
	run->row_count++;
}

/* Each row is a viewing: the older one first, as they happened. */
static void hand_out(struct cx *cx, struct plex_run *run, struct batch *out)
{
	while (run->row_count > 0)
		*batch_row(cx, out) = run->rows[--run->row_count];
	run->key_count = run->key_next = 0;
	if (run->list == LIST_END && run->is_full && !run->target.is_past)
		*batch_fact(cx, out) = (struct source_fact){ every_row, "{}", cx->now_ms + DAY_MS };
}

/* What is in progress is one page, and of the first account. */
static void turn(struct plex_run *run, const struct page *page)
{
	bool is_last = page->rows < run->limit || run->from >= FROM_MAX;

	run->from += page->rows;
	run->limit = PAGE;
	if (run->list == LIST_WATCHED && !is_last && (page->has_news || run->is_full))
		return;
	run->from = 0;
	if (run->list == LIST_WATCHED && !run->target.is_past && strcmp(run->account, "1") == 0)
		run->list = LIST_BEGUN;
	else
		run->list = LIST_END;
}

static enum err open_page(struct cx *cx, const struct answer *a, struct json *container)
{
	struct json root = { NULL, "" };

	if (a->status == 401 || a->status == 403)
		return err_note(cx, ERR_AUTH, "the server refused this key (%d)", a->status);
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"the server gave an answer that is not its own (%d%s)", a->status,
			a->status == 200 ? ", but no JSON" : "");
	if (json_open_keys(cx, a->body, a->length, plex_row_keys, &root) != OK)
		return err_note(cx, ERR_UPSTREAM, "the server's answer is no valid JSON");
	if (json_need_object(cx, root, "MediaContainer", container) != OK)
		return err_note(cx, ERR_CONF, "the server's answer is not one of Plex");
	return OK;
}

static enum err accept_page(
	struct cx *cx, struct plex_run *run, const struct answer *a, struct batch *out)
{
	struct json container = { NULL, "" }, row;
	struct page page = { 0 };
	struct json_walk list;

	TRY(open_page(cx, a, &container));
	if (run->total == UNSAID &&
		json_may_i64(cx, container, "totalSize", counts, &run->total) != OK)
		run->total = UNSAID;
	run->rows = arena_array(cx->arena, PAGE, sizeof(*run->rows));
	list = json_walk(cx, container, "Metadata");
	while (page.rows < run->limit && json_next(&list, &row))
		take_row(cx, run, row, &page);
	run->seen += page.rows;
	turn(run, &page);
	if (run->key_count == 0)
		hand_out(cx, run, out);
	return OK;
}

/* ---- films and shows ---- */

/* 404: none of them is there any more. */
static enum err accept_works(
	struct cx *cx, struct plex_run *run, const struct answer *a, struct batch *out)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH, "the server refused this key (401)");
	for (; run->key_next < run->keys_asked; run->key_next++) {
		const char *key = run->keys[run->key_next];
		struct show work;

		if (plex_work(cx, key, a, &work) == OK)
			*batch_fact(cx, out) = (struct source_fact){ lookup_name(cx, key),
				lookup_text(cx, &work), lookup_until_ms(cx, &work) };
	}
	if (run->key_next == run->key_count)
		hand_out(cx, run, out);
	return OK;
}

static enum err accept_answer(struct cx *cx, void *data, const struct answer *a, struct batch *out)
{
	struct plex_run *run = data;

	if (run->key_next < run->key_count)
		return accept_works(cx, run, a, out);
	return accept_page(cx, run, a, out);
}

/* Its rows tell what has changed. */
static const char *etag(const void *data)
{
	(void)data;
	return NULL;
}

static size_t rows(const void *data)
{
	const struct plex_run *run = data;

	return run->seen;
}

static int64_t total(const void *data)
{
	const struct plex_run *run = data;

	return run->total;
}

const struct source plex_history = {
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.is_settled = is_settled,
	.etag = etag,
	.read_again = plex_row_read_again,
	.rows = rows,
	.total = total,
};
