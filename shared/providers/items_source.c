/* SPDX-License-Identifier: MIT */
#include "shared/providers/items_source.h"

#include "shared/providers/items_row.h"

enum {
	FIRST = 25, /* rows of the first page: an hour brings few */
	PAGE = 200,
	FROM_MAX = 500000, /* rows of a list */
	SHOWS_MAX = 50,    /* in one request */
	BAD_ROWS_MAX = 20, /* of a page that become deliveries */
	DAY_MS = 24 * 60 * 60 * 1000,
};

enum list { LIST_WATCHED, LIST_BEGUN, LIST_END };

struct items_run {
	struct target target;
	const struct items_way *way;
	const char *person; /* NULL: nothing is asked */
	bool is_full;       /* to the end of the lists */
	enum list list;
	size_t from, limit; /* of the page */
	size_t seen;
	int64_t total;
	char first[SHOW_KEY_MAX + 1]; /* the first row of the last page */
	/* The rows that are held until their shows are known. */
	struct items_row *rows;
	size_t row_count;
	const char *shows[PAGE];
	size_t show_count, show_next, shows_asked;
};

/* A fact like those of shows, whose names hold no other word. */
static const char every_row[] = "every row";

static bool is_due(struct cx *cx, const struct target *target)
{
	const struct memory *m = &target->memory;
	int64_t until_ms = 0;

	return !m->fact(m->arg, cx, every_row, &until_ms) || until_ms <= cx->now_ms;
}

static void begin_list(struct items_run *run, enum list list)
{
	run->list = list;
	run->from = 0;
	run->limit = run->is_full ? PAGE : FIRST;
	run->first[0] = '\0';
}

void *items_source_begin(struct cx *cx, const struct target *target, const struct items_way *way)
{
	struct items_run *run = arena_alloc(cx->arena, sizeof(*run));

	run->target = *target;
	run->way = way;
	run->person = lookup_key(cx, target->person);
	run->total = UNSAID;
	run->is_full = target->is_past || is_due(cx, target);
	begin_list(run, LIST_WATCHED);
	return run;
}

/* ---- asking ---- */

static const char *shows_path(struct cx *cx, struct items_run *run)
{
	const struct lookup *lookup = run->way->lookup;
	size_t end = run->show_next + SHOWS_MAX;
	const char *ids = run->shows[run->show_next];

	run->shows_asked = run->show_next + 1;
	for (; run->shows_asked < run->show_count && run->shows_asked < end; run->shows_asked++)
		ids = arena_join(cx->arena, ids, ",", run->shows[run->shows_asked]);
	return arena_join(cx->arena, lookup->before, ids, lookup->after);
}

static const char *page_path(struct cx *cx, const struct items_run *run)
{
	bool is_watched = run->list == LIST_WATCHED;
	const struct items_way *way = run->way;

	return arena_printf(cx->arena, "%s%s%s&startIndex=%zu&limit=%zu",
		is_watched ? way->watched : way->begun, run->person,
		is_watched ? way->watched_after : way->begun_after, run->from, run->limit);
}

bool items_source_next(struct cx *cx, void *data, struct ask *out)
{
	struct items_run *run = data;

	*out = (struct ask){ .path = NULL };
	if (run->show_next < run->show_count)
		out->path = shows_path(cx, run);
	else if (run->person && run->list != LIST_END)
		out->path = page_path(cx, run);
	return out->path != NULL;
}

bool items_source_is_settled(const void *data)
{
	const struct items_run *run = data;

	return run->show_next == run->show_count;
}

/* ---- the rows of a page ---- */

static void pass_on(struct cx *cx, const struct items_row *row, struct batch *out)
{
	struct source_row *to = batch_row(cx, out);

	*to = row->told;
	to->row = row->id;
	to->state = row->id ? row->state : NULL;
}

static void hand_out(struct cx *cx, struct items_run *run, struct batch *out)
{
	for (size_t i = 0; i < run->row_count; i++)
		pass_on(cx, &run->rows[i], out);
	run->row_count = run->show_count = run->show_next = 0;
	if (run->list == LIST_END && run->is_full && !run->target.is_past) {
		struct source_fact *fact = batch_fact(cx, out);

		*fact = (struct source_fact){ every_row, "{}", cx->now_ms + DAY_MS };
	}
}

static bool is_wanted(struct cx *cx, const struct items_run *run, const char *show)
{
	const struct memory *m = &run->target.memory;
	int64_t until_ms = 0;

	for (size_t i = 0; i < run->show_count; i++)
		if (strcmp(run->shows[i], show) == 0)
			return false;
	return !m->fact(m->arg, cx, lookup_name(cx, show), &until_ms) || until_ms <= cx->now_ms;
}

struct page {
	size_t rows, bad;
	bool has_news;
};

static void take_row(struct cx *cx, struct items_run *run, struct json item, struct page *page)
{
	struct items_row *row = &run->rows[run->row_count];

	items_row_read(cx, item, &run->target.memory, run->person, row);
	if (page->rows++ == 0)
		snprintf(run->first, sizeof(run->first), "%s", row->id ? row->id : "");
	if (!row->id && page->bad++ >= BAD_ROWS_MAX)
		return;
	if (row->id && (row->is_void || (!row->is_news && !run->target.is_past)))
		return;
	page->has_news = page->has_news || row->id;
	row->told.body = json_text(cx, item);
	if (row->show && is_wanted(cx, run, row->show))
		run->shows[run->show_count++] = row->show;
	run->row_count++;
}

/* What the next page is, or the next list. */
static void turn(struct items_run *run, const struct page *page)
{
	bool is_last = page->rows < run->limit;

	run->from += page->rows;
	run->limit = PAGE;
	if (is_last || run->from >= FROM_MAX || (!page->has_news && !run->is_full))
		begin_list(run, run->target.is_past ? LIST_END : run->list + 1);
}

static enum err check_page(struct cx *cx, const struct answer *a)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH, "the server refused this key (401)");
	if (a->status == 403)
		return err_note(cx, ERR_AUTH,
			"the key is not allowed to see what this person watches (403)");
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	if (a->status == 400 || a->status == 404)
		return err_note(cx, ERR_CONF,
			"the server does not know this person any more (%d); choose one again",
			a->status);
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"the server gave an answer that is not its own (%d%s)", a->status,
			a->status == 200 ? ", but no JSON" : "");
	return OK;
}

static enum err accept_page(
	struct cx *cx, struct items_run *run, const struct answer *a, struct batch *out)
{
	static const struct range counts = { 0, INT32_MAX };
	struct json root = { NULL, "" }, item;
	struct page page = { 0 };
	struct json_walk items;
	char before[sizeof(run->first)];

	TRY(check_page(cx, a));
	if (json_open_keys(cx, a->body, a->length, items_row_keys, &root) != OK)
		return err_note(cx, ERR_UPSTREAM, "the server's answer is no valid JSON");
	if (!json_is_array(root, "Items"))
		return err_note(cx, ERR_CONF, "the server's answer holds no items");
	if (run->total == UNSAID && run->list == LIST_WATCHED &&
		json_may_i64(cx, root, "TotalRecordCount", counts, &run->total) != OK)
		run->total = UNSAID;
	memcpy(before, run->first, sizeof(before));
	run->rows = arena_array(cx->arena, PAGE, sizeof(*run->rows));
	items = json_walk(cx, root, "Items");
	while (page.rows < run->limit && json_next(&items, &item))
		take_row(cx, run, item, &page);
	if (page.rows > 0 && run->first[0] && strcmp(before, run->first) == 0) {
		run->row_count = run->show_count = 0;
		return err_note(cx, ERR_UPSTREAM, "the server gives the same page again and again");
	}
	run->seen += page.rows;
	turn(run, &page);
	if (run->show_count == 0)
		hand_out(cx, run, out);
	return OK;
}

/* ---- shows ---- */

static void take_show(struct cx *cx, struct items_run *run, const char *key, const struct answer *a,
	struct batch *out)
{
	struct source_fact *fact;
	struct show show;

	if (run->way->lookup->accept(cx, key, a, &show) != OK)
		return; /* what needs it waits, and it is asked for once more */
	fact = batch_fact(cx, out);
	*fact = (struct source_fact){ lookup_name(cx, key), lookup_text(cx, &show),
		lookup_until_ms(cx, &show) };
}

static enum err accept_shows(
	struct cx *cx, struct items_run *run, const struct answer *a, struct batch *out)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH, "the server refused this key (401)");
	for (; run->show_next < run->shows_asked; run->show_next++)
		take_show(cx, run, run->shows[run->show_next], a, out);
	if (run->show_next == run->show_count)
		hand_out(cx, run, out);
	return OK;
}

enum err items_source_accept(
	struct cx *cx, void *data, const struct answer *answer, struct batch *out)
{
	struct items_run *run = data;

	if (run->show_next < run->show_count)
		return accept_shows(cx, run, answer, out);
	return accept_page(cx, run, answer, out);
}

/* ---- what a run says of itself ---- */

/* Its rows tell what has changed. */
const char *items_source_etag(const void *data)
{
	(void)data;
	return NULL;
}

size_t items_source_rows(const void *data)
{
	const struct items_run *run = data;

	return run->seen;
}

int64_t items_source_total(const void *data)
{
	const struct items_run *run = data;

	return run->total;
}
