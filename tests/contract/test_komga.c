/* SPDX-License-Identifier: MIT */
/* The answers of a Komga server, in order, and what each leads to. */
#include "shared/providers/provider.h"
#include "tests/contract/contract.h"

enum { MEMOS_MAX = 1200, DAY_MS = 24 * 60 * 60 * 1000 };

/* What is remembered between two runs: rows, and facts with their time. */
struct listener {
	struct unit *u;
	const struct integration *to;
	const char *keys[MEMOS_MAX], *texts[MEMOS_MAX];
	int64_t until_ms[MEMOS_MAX];
	size_t count;
};

static size_t find(const struct listener *r, const char *key)
{
	size_t at = 0;

	while (at < r->count && strcmp(r->keys[at], key) != 0)
		at++;
	return at;
}

static const char *recall(void *arg, struct cx *cx, const char *row)
{
	const struct listener *r = arg;
	size_t at = find(r, row);

	(void)cx;
	return at < r->count ? r->texts[at] : NULL;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct listener *r = arg;
	size_t at = find(r, item);

	(void)cx;
	*until_ms = at < r->count ? r->until_ms[at] : 0;
	return at < r->count ? r->texts[at] : NULL;
}

static void remember(struct listener *r, const char *key, const char *text, int64_t until_ms)
{
	size_t at = find(r, key);

	assert_true(at < MEMOS_MAX);
	r->count += at == r->count;
	r->keys[at] = arena_strdup(&r->u->arena, key);
	r->texts[at] = arena_strdup(&r->u->arena, text);
	r->until_ms[at] = until_ms;
}

static struct listener listener_new(struct unit *u)
{
	return (struct listener){ .u = u,
		.to = add_integration(u, add_user(u, "alice"), "komga", NULL) };
}

static void keep(struct listener *r, const struct batch *batch)
{
	for (size_t i = 0; i < batch->row_count; i++)
		if (batch->rows[i].row)
			remember(r, batch->rows[i].row, batch->rows[i].state, 0);
	for (size_t i = 0; i < batch->fact_count; i++)
		remember(r, batch->facts[i].item, batch->facts[i].text, batch->facts[i].until_ms);
}

/* One run over these pages; what it brought, and how many it asked for. */
static size_t poll(struct listener *r, const char *const pages[], struct batch *batch)
{
	const struct target target = { .url = "http://nas:25600",
		.memory = { r, recall, recall_fact } };
	const struct source *source = provider_komga.source;
	struct cx *cx = &r->u->cx;
	void *run = source->begin(cx, &target);
	size_t asked = 0;
	struct ask ask;

	*batch = (struct batch){ 0 };
	while (source->next(cx, run, &ask)) {
		struct answer a = { .status = 200, .type = "application/json" };
		const char *number = arena_printf(&r->u->arena, "&page=%zu&", asked);

		assert_non_null(strstr(ask.path, number));
		assert_non_null(ask.body);
		a.body = pages[asked++];
		assert_non_null(a.body);
		a.length = strlen(a.body);
		assert_int_equal(source->accept(cx, run, &a, batch), OK);
	}
	while (batch->has_more) /* all of it, at once */
		source->more(cx, run, &(struct batch){ 0 });
	keep(r, batch);
	return asked;
}

static void leads_to(struct listener *r, const struct batch *batch, const char *const reasons[])
{
	size_t i = 0;

	for (; reasons[i]; i++) {
		const struct source_row *row = &batch->rows[i];
		struct verdict v;

		assert_true(i < batch->row_count);
		v = receive(
			r->u, r->to, &row->message, (struct bytes){ row->body, strlen(row->body) });
		if (strcmp(reason_name(v.reason), reasons[i]) != 0)
			fail_msg("row %zu: %s, expected %s", i, reason_name(v.reason), reasons[i]);
	}
	assert_int_equal(i, batch->row_count);
}

static const char *file(struct unit *u, const char *name)
{
	return read_body(u, arena_printf(&u->arena, FIXTURES "komga/%s", name)).at;
}

/* The oldest first. */
static void two_polls(void **state)
{
	struct listener r = listener_new(*state);
	const char *pages[] = { file(r.u, "books.json"), NULL };
	const char *first[] = { "no-runtime", "below-minimum", "below-minimum", "completed",
		"started", NULL };
	const char *second[] = { "unmark", "progress", "completed", NULL };
	const struct report *report;
	struct batch batch;

	assert_int_equal(poll(&r, pages, &batch), 1);
	report = &batch.rows[2].message.report;
	assert_string_equal(report->title, "Leviathan Wakes");
	assert_string_equal(report->author, "James S. A. Corey");
	assert_int_equal(report->year, 2011);
	assert_int_equal(report->ids.list[0].source, CATALOG_ISBN);
	assert_string_equal(report->link, "http://nas:25600/book/0B4ZWWJ0R3SD3");
	report = &batch.rows[4].message.report;
	assert_string_equal(report->title, "Saga v1");
	assert_string_equal(report->ids.list[0].value, "nas:25600/0B4ZWWJ0R3SD1");
	assert_true(report->position == 60 && report->duration == 160);
	leads_to(&r, &batch, first);
	pages[0] = file(r.u, "books_later.json");
	assert_int_equal(poll(&r, pages, &batch), 1);
	leads_to(&r, &batch, second);
	assert_int_equal(poll(&r, pages, &batch), 1);
	assert_int_equal(batch.row_count, 0);
	is_sound(r.u);
}

/* Unreadable entries stop no other. */
static void odd_values(void **state)
{
	struct listener r = listener_new(*state);
	const char *pages[] = { file(r.u, "books_odd.json"), NULL };
	struct batch batch;
	size_t readable = 0;

	poll(&r, pages, &batch);
	assert_int_equal(batch.row_count, 9);
	for (size_t i = 0; i < batch.row_count; i++) {
		const struct source_row *row = &batch.rows[i];

		readable += row->row != NULL;
		assert_int_equal(row->row == NULL, row->message.reason == REASON_WRONG_SHAPE);
	}
	assert_int_equal(readable, 2);
}

/* Pages of 100 books each, numbered from `from` down, and read on by `more`. */
static const char *page_of(struct unit *u, int from, int more, bool is_last)
{
	struct buf b;

	buf_init(&b, &u->arena, MIB(1));
	buf_addf(&b, "{\"last\":%s,\"content\":[", is_last ? "true" : "false");
	for (int i = 0; i < 100; i++)
		buf_addf(&b,
			"%s{\"id\":\"B%d\",\"seriesTitle\":\"Book %d\",\"oneshot\":true,"
			"\"media\":{\"pagesCount\":1000},\"readProgress\":{\"page\":%d,"
			"\"completed\":false,\"readDate\":\"2026-11-20T10:%02d:%02dZ\"}}",
			i ? "," : "", from - i, from - i, 100 + more, (from - i) / 60,
			(from - i) % 60);
	buf_puts(&b, "]}");
	return b.text;
}

static void stops_at_the_first_page_without_news(void **state)
{
	struct listener r = listener_new(*state);
	struct unit *u = r.u;
	const char *all[] = { page_of(u, 300, 0, false), page_of(u, 200, 0, true), NULL };
	const char *read_on[] = { page_of(u, 300, 50, false), all[1], NULL };
	struct batch batch;

	assert_int_equal(poll(&r, all, &batch), 2);
	assert_int_equal(batch.row_count, 200);
	assert_string_equal(batch.rows[0].row, "B101");
	assert_string_equal(batch.rows[199].row, "B300");
	assert_int_equal(poll(&r, all, &batch), 1);
	assert_int_equal(batch.row_count, 0);
	assert_int_equal(poll(&r, read_on, &batch), 2);
	assert_int_equal(batch.row_count, 100);
	u->cx.now_ms += DAY_MS;
	assert_int_equal(poll(&r, read_on, &batch), 2); /* all of them, once a day */
	assert_int_equal(batch.row_count, 0);
}

/* One that was read meanwhile is in two pages; pages that come in any order. */
static void pages_that_overlap(void **state)
{
	struct listener r = listener_new(*state);
	struct unit *u = r.u;
	const char *pages[] = { page_of(u, 200, 0, false), page_of(u, 250, 0, false),
		page_of(u, 100, 0, true), NULL };
	struct batch batch;

	assert_int_equal(poll(&r, pages, &batch), 3);
	assert_int_equal(batch.row_count, 250);
	for (size_t i = 1; i < batch.row_count; i++)
		assert_true(batch.rows[i - 1].message.report.at_ms <
			    batch.rows[i].message.report.at_ms);
}

static void errors(void **state)
{
	static const struct {
		int status;
		const char *type, *body;
		enum err err;
	} rows[] = {
		{ 401, "application/json", "{}", ERR_AUTH },
		{ 403, "", "", ERR_AUTH },
		{ 404, "text/html", "<html>", ERR_CONF },
		{ 405, "application/json", "{}", ERR_CONF },
		{ 429, "application/json", "{}", ERR_UPSTREAM },
		{ 500, "application/json", "{}", ERR_UPSTREAM },
		{ 200, "text/html", "<html>", ERR_CONF },
		{ 200, "application/json", "{\"content\":[", ERR_UPSTREAM },
		{ 200, "application/json", "[]", ERR_CONF },
		{ 200, "application/json", "{\"content\":7}", ERR_CONF },
		{ 200, "application/json", "{\"content\":[],\"last\":7}", ERR_UPSTREAM },
	};
	struct listener r = listener_new(*state);
	const struct target target = { .url = "http://nas:25600",
		.memory = { &r, recall, recall_fact } };
	const struct source *source = provider_komga.source;
	struct cx *cx = &r.u->cx;

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct answer a = { .status = rows[i].status,
			.type = rows[i].type,
			.body = rows[i].body,
			.length = strlen(rows[i].body) };
		struct batch batch = { 0 };
		void *run = source->begin(cx, &target);
		struct ask ask;

		assert_true(source->next(cx, run, &ask));
		is_err(rows[i].body, cx, source->accept(cx, run, &a, &batch), rows[i].err);
		assert_true(cx->note[0]);
		assert_int_equal(batch.row_count, 0);
	}
}

static void greeting_and_key(void **state)
{
	struct unit *u = *state;
	const struct service *service = provider_komga.service;
	struct answer a = { .status = 200, .type = "application/json" };
	struct account_name account = { NULL, NULL };
	const char *version = "?";

	a.body = file(u, "health.json");
	a.length = strlen(a.body);
	assert_int_equal(service->greet(&u->cx, &a, &version), OK);
	assert_null(version);
	assert_int_equal(service->identify(&u->cx, &a, &account), ERR_CONF);
	a.body = file(u, "me.json");
	a.length = strlen(a.body);
	assert_int_equal(service->identify(&u->cx, &a, &account), OK);
	assert_string_equal(account.name, "alice@example.org");
	assert_string_equal(account.id, "0B4ZW0000USR1");
	assert_int_equal(service->greet(&u->cx, &a, &version), ERR_CONF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_polls, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(odd_values, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(
			stops_at_the_first_page_without_news, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(
			pages_that_overlap, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(errors, unit_setup_store, unit_teardown),
		cmocka_unit_test_setup_teardown(greeting_and_key, unit_setup_store, unit_teardown),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
