/* SPDX-License-Identifier: MIT */
/*
 * How the source asks for items: in batches, and what becomes of one that the
 * server refuses, fails at, or does not send whole.
 */
#include "tests/contract/abs.h"

static size_t batch_size(const struct hit *hit)
{
	struct json_object *body;
	size_t count;

	assert_non_null(hit->body);
	body = abs_parse(hit->body);
	count = json_object_array_length(get(body, "libraryItemIds"));
	json_object_put(body);
	return count;
}

static void test_batches_of_100(void **state)
{
	static const struct {
		int books;
		size_t batches[4];
	} rows[] = {
		{ 0, { 0 } },
		{ 1, { 1 } },
		{ 99, { 99 } },
		{ 100, { 100 } },
		{ 101, { 100, 1 } },
		{ 210, { 100, 100, 10 } },
	};
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *where = arena_printf(&s->u->arena, "%d-books", rows[i].books);
		struct listener listener = listener_new(s->u, where);
		struct poll p;
		size_t k = 0;

		show_books(s, rows[i].books);
		p = poll_well(&listener, s);
		for (; rows[i].batches[k]; k++) {
			is_asked(s, 1 + k, "/api/items/batch/get");
			is_i64(where, "ids of a batch", (int64_t)batch_size(&s->hits[1 + k]),
				(int64_t)rows[i].batches[k]);
		}
		is_i64(where, "requests", (int64_t)s->hit_count, (int64_t)(1 + k));
		is_i64(where, "news", (int64_t)p.count, rows[i].books);
		for (size_t n = 0; n < p.count; n++)
			assert_int_equal(p.news[n].verdict.reason, REASON_STARTED);
	}
}

/* The exact bytes, ids in a fixed order, and each only once. */
static void test_body_of_a_batch(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct json_object *twin;

	show_books(s, 2);
	twin = abs_copy(json_object_array_get_idx(shelf_rows(s), 0));
	abs_set(twin, "id", "\"another row of the same item\"");
	json_object_array_add(shelf_rows(s), twin);
	poll_well(&listener, s);
	assert_int_equal(s->hit_count, 2);
	is_text("batch", "body", s->hits[1].body,
		"{\"libraryItemIds\":["
		"\"00000000-0000-4000-8000-000000000000\","
		"\"00000000-0000-4000-8000-000000000001\"]}");
}

/* One forbidden book of 210: only its own batch is halved. */
static void test_only_the_refused_batch_is_halved(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	const char *hidden = book_id(s->u, 130);
	struct poll p;

	show_books(s, 210);
	shelf_forbid(s, hidden);
	p = poll_well(&listener, s);
	/* 100, 50, 25, 13, 7, 4, 2, 1: each with its other half. */
	assert_true(s->hit_count <= 1 + 3 + 2 * 7);
	assert_true(asked_for(s, "/api/items/0") <= 3);
	assert_int_equal(p.count, 210);
	for (size_t i = 0; i < p.count; i++) {
		const struct news *news = &p.news[i];
		bool is_hidden = strstr(news->source_row.body, hidden) != NULL;

		assert_int_equal(
			news->verdict.reason, is_hidden ? REASON_NO_IDENTIFIER : REASON_STARTED);
	}
	is_sound(s->u);
}

/* Deleted between the two requests: omitted from the batch. */
static void test_a_deleted_item(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 3);
	json_object_object_del(s->items, book_id(s->u, 1));
	p = poll_well(&listener, s);
	assert_int_equal(s->hit_count, 2);
	is_text("gone", "reason", poll_reason(&p, book_id(s->u, 1)), "no-identifier");
	is_text("there", "reason", poll_reason(&p, book_id(s->u, 2)), "started");
}

/* A server without batches: each item is requested alone. */
static void test_server_without_batches(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 3);
	s->fault = (struct fault){ "/api/items/batch/get", 404, "text/html; charset=utf-8",
		"<pre>Cannot POST /api/items/batch/get</pre>" };
	p = poll_well(&listener, s);
	assert_int_equal(s->hit_count, 1 + 1 + 3);
	assert_int_equal(p.count, 3);
	assert_int_equal(p.news[0].verdict.reason, REASON_STARTED);
}

/* Every row but the bad one is tracked, and that one is not lost either. */
static void all_but_bad(struct shelf *s, const struct poll *p, size_t count)
{
	assert_int_equal(p->count, count);
	for (size_t i = 0; i < p->count; i++) {
		const struct news *news = &p->news[i];
		bool is_bad = s->bad && strstr(news->source_row.body, s->bad) != NULL;

		assert_int_equal(
			news->verdict.reason, is_bad ? REASON_NO_IDENTIFIER : REASON_STARTED);
	}
}

/* Wherever it stands, and however the server fails at it. */
static void test_one_bad_item_costs_no_other(void **state)
{
	static const struct answer answers[] = {
		{ .lost = "the server hung up in the middle" },
		{ .lost = "the answer is larger than 8 MiB", .is_too_large = true },
		{ .status = 500, .type = "text/plain", .body = "Internal", .length = 8 },
		{ .status = 200, .type = "text/html", .body = "<html>", .length = 6 },
		{ .status = 200, .type = "application/json", .body = "{\"id\":", .length = 6 },
	};
	static const int places[] = { 0, 10, 98 };
	struct shelf *s = *state;

	show_books(s, 120);
	for (size_t i = 0; i < NELEM(answers); i++)
		for (size_t k = 0; k < NELEM(places); k++) {
			struct listener r = listener_new(
				s->u, arena_printf(&s->u->arena, "listener-%zu-%zu", i, k));
			struct poll p;

			s->bad = book_id(s->u, places[k]);
			s->bad_answer = answers[i];
			p = poll_well(&r, s);
			all_but_bad(s, &p, 120);
			/* A too large one makes later batches smaller. */
			assert_true(s->hit_count <=
				    1 + 2 + 2 * 8 + (answers[i].is_too_large ? 120 : 0));
			s->bad = NULL;
			s->u->cx.now_ms += 2 * DAY_MS;
			p = poll_well(&r, s);
			assert_int_equal(p.count, 1);
			assert_int_equal(p.news[0].verdict.reason, REASON_STARTED);
		}
	is_sound(s->u);
}

/* Nothing else shows that the server is well: the run fails for now. */
static void test_a_bad_item_at_the_end(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 1);
	s->bad = book_id(s->u, 0);
	s->bad_answer = (struct answer){ .lost = "the server hung up in the middle" };
	p = poll_all(&r, s);
	is_err("one bad item", &s->u->cx, p.err, ERR_UPSTREAM);
	assert_non_null(strstr(s->u->cx.note, "hung up"));
	s->bad = NULL;
	p = poll_well(&r, s);
	all_but_bad(s, &p, 1);
}

/* The server fails at everything: it is not asked for each item. */
static void test_a_server_that_fails_at_all(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 210);
	s->fault = (struct fault){ "/api/items/", 500, "text/plain", "Internal Server Error" };
	p = poll_all(&r, s);
	is_err("all fail", &s->u->cx, p.err, ERR_UPSTREAM);
	assert_int_equal(p.count, 0);
	assert_true(s->hit_count <= 1 + 17);
	s->fault.path = NULL;
	p = poll_well(&r, s);
	all_but_bad(s, &p, 210);
}

/* Books of many files: the size that fits is found once. */
static void test_answers_that_are_too_large(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 400);
	s->most_items = 30;
	p = poll_well(&r, s);
	all_but_bad(s, &p, 400);
	/* 100 and 50 were too many: then 16 of 25. */
	assert_int_equal(s->hit_count, 1 + 2 + 16);
}

/* Two at a time, in any order of their answers; a list is alone. */
static void test_two_requests_at_a_time(void **state)
{
	struct shelf *s = *state;
	const struct source *source = provider_audiobookshelf.source;
	struct listener r = listener_new(s->u, "listener");
	const struct target target = { .url = r.url, .memory = { &r, reader_seen, reader_fact } };
	struct poll p = { .err = OK };
	struct unit *u = s->u;
	struct ask first, second;
	struct answer a;
	void *run;

	show_books(s, 200);
	assert_int_equal(source->at_once, 2);
	run = source->begin(&u->cx, &target);
	assert_true(source->next(&u->cx, run, &first));
	assert_false(source->next(&u->cx, run, &second));
	a = shelf_answer(s, &first);
	a.number = first.number;
	assert_int_equal(source->accept(&u->cx, run, &a, &(struct batch){ 0 }), OK);
	assert_true(source->next(&u->cx, run, &first));
	assert_true(source->next(&u->cx, run, &second));
	assert_true(first.number != second.number && first.most + second.most <= 16 << 20);
	for (int i = 0; i < 2; i++) {
		const struct ask *ask = i == 0 ? &second : &first;
		struct batch batch = { 0 };

		a = shelf_answer(s, ask);
		a.number = ask->number;
		assert_int_equal(source->accept(&u->cx, run, &a, &batch), OK);
		/* The newer half waits for the older one. */
		assert_int_equal(batch.row_count, i == 0 ? 0 : 200);
		listener_take(&r, &batch, &p);
	}
	assert_false(source->next(&u->cx, run, &first));
	all_but_bad(s, &p, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ABS_TEST(test_batches_of_100),
		ABS_TEST(test_body_of_a_batch),
		ABS_TEST(test_only_the_refused_batch_is_halved),
		ABS_TEST(test_a_deleted_item),
		ABS_TEST(test_server_without_batches),
		ABS_TEST(test_one_bad_item_costs_no_other),
		ABS_TEST(test_a_bad_item_at_the_end),
		ABS_TEST(test_a_server_that_fails_at_all),
		ABS_TEST(test_answers_that_are_too_large),
		ABS_TEST(test_two_requests_at_a_time),
	};

	return cmocka_run_group_tests_name(
		"audiobookshelf batches", tests, people_group_setup, NULL);
}
