/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the answers of a whole run, and of the next one. The input is
 * split at RS into answers, which are used in turn; a leading byte from 1 to 11
 * selects the status of an answer, or that it did not come whole. Each input is
 * tried as the answer to /api/me, as every answer after a good one, and as the
 * remembered state.
 */
#include "shared/providers/source.h"
#include "tests/fuzz/fuzz.h"

#include <json-c/json.h>

enum { LOST = 0, RS = 0x1e, PIECES_MAX = 100, REQUESTS_MAX = 100000 };

/* Rows that refer to the items in the recorded answers. */
static const char good_me[] = "{\"username\":\"alice\",\"mediaProgress\":["
			      "{\"id\":\"1\",\"libraryItemId\":"
			      "\"2d9683ab-c956-4793-af66-9b92f5bfc2d0\",\"duration\":600,"
			      "\"currentTime\":90,\"lastUpdate\":1795333729113},"
			      "{\"id\":\"2\",\"libraryItemId\":"
			      "\"f358e8d2-1f2b-42bd-b871-800ef2d25699\",\"ebookProgress\":0.5},"
			      "{\"id\":\"3\",\"libraryItemId\":"
			      "\"2311eddd-dd1f-4f61-91aa-b7f2430fffc0\",\"episodeId\":"
			      "\"69357508-7d85-45d8-b88d-4b9988241a97\",\"isFinished\":true}]}";

struct pieces {
	struct answer list[PIECES_MAX];
	size_t count, next;
};

struct memo {
	const char *key, *text;
};

struct table {
	struct memo *rows;
	size_t count, room;
	const char *other; /* the fact for an unknown key */
};

struct listener {
	struct table seen, facts;
};

static struct answer answer_of(struct cx *cx, const char *text, size_t length)
{
	static const int statuses[] = { 200, 200, 304, 401, 403, 404, 429, 500, 502, 301, 200,
		LOST };
	static const char json[] = "application/json; charset=utf-8";
	size_t choice =
		length && text[0] > 0 && text[0] < (int)NELEM(statuses) ? (size_t)text[0] : 0;

	if (choice) {
		text++;
		length--;
	}
	return (struct answer){
		.status = statuses[choice],
		.type = choice == 1 ? "text/html" : json,
		.etag = choice == 2 ? "W/\"2\"" : NULL,
		.body = arena_strndup(cx->arena, text, length),
		.length = length,
	};
}

static void cut(struct cx *cx, const char *text, size_t size, struct pieces *out)
{
	out->count = out->next = 0;
	for (;;) {
		const char *end = size ? memchr(text, RS, size) : NULL;
		size_t length = end ? (size_t)(end - text) : size;

		out->list[out->count++] = answer_of(cx, text, length);
		if (!end || out->count == PIECES_MAX)
			return;
		text = end + 1;
		size -= length + 1;
	}
}

static const struct answer *take(struct pieces *p)
{
	return &p->list[p->next++ % p->count];
}

static const char *find(const struct table *t, const char *key)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].key, key) == 0)
			return t->rows[i].text;
	return t->other;
}

static void remember(struct cx *cx, struct table *t, const char *key, const char *text)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].key, key) == 0) {
			t->rows[i].text = text;
			return;
		}
	t->rows = arena_more(cx->arena, t->rows, t->count, &t->room, sizeof(*t->rows));
	t->rows[t->count++] = (struct memo){ key, text };
}

static const char *recall_seen(void *arg, struct cx *cx, const char *row)
{
	const struct listener *r = arg;

	(void)cx;
	return find(&r->seen, row);
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct listener *r = arg;

	(void)cx;
	*until_ms = INT64_MAX / 2;
	return find(&r->facts, item);
}

/* Only the intended requests are sent. */
static void check_ask(const struct ask *ask, bool is_first)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_/?&=";
	struct json_object *body, *ids;

	ASSERT(strncmp(ask->path, "/api/", 5) == 0);
	ASSERT(strspn(ask->path, allowed) == strlen(ask->path));
	ASSERT(strlen(ask->path) < 300);
	ASSERT(is_first == (strcmp(ask->path, "/api/me") == 0));
	ASSERT(is_first || !ask->etag);
	if (!ask->body)
		return;
	body = json_tokener_parse(ask->body);
	ASSERT(json_object_object_get_ex(body, "libraryItemIds", &ids));
	ASSERT(json_object_array_length(ids) > 0);
	ASSERT(json_object_array_length(ids) <= 100);
	for (size_t i = 0; i < json_object_array_length(ids); i++)
		ASSERT(json_object_is_type(json_object_array_get_idx(ids, i), json_type_string));
	json_object_put(body);
}

static void take_batch(struct cx *cx, const struct batch *batch, struct listener *r)
{
	for (size_t i = 0; i < batch->row_count; i++) {
		const struct source_row *row = &batch->rows[i];

		check_message(&row->message);
		check_text(row->message.report.author);
		check_text(row->message.report.link);
		check_text(row->message.report.part);
		ASSERT(row->body && (!row->row == !row->state));
		if (row->row)
			remember(cx, &r->seen, row->row, row->state);
	}
	for (size_t i = 0; i < batch->fact_count; i++) {
		const struct source_fact *fact = &batch->facts[i];

		ASSERT(fact->until_ms > cx->now_ms);
		remember(cx, &r->facts, fact->item, fact->text);
	}
}

/* The rows it brought; *err says how it went. */
static size_t run(struct cx *cx, struct listener *r, const struct answer *first,
	struct pieces *rest, enum err *err)
{
	const struct source *source = provider_audiobookshelf.source;
	const struct target target = { .url = "http://nas:13378/audiobookshelf",
		.etag = "W/\"1\"",
		.memory = { r, recall_seen, recall_fact } };
	void *data = source->begin(cx, &target);
	size_t brought = 0, requests = 0;
	struct ask ask;

	*err = OK;
	while (*err == OK && source->next(cx, data, &ask)) {
		struct batch batch = { 0 };
		struct answer answer = requests == 0 && first ? *first : *take(rest);

		check_ask(&ask, requests == 0);
		answer.number = ask.number;
		if (ask.may_be_lost && answer.status == LOST)
			answer = (struct answer){ .number = ask.number, .lost = "cut off" };
		*err = source->accept(cx, data, &answer, &batch);
		take_batch(cx, &batch, r);
		brought += batch.row_count;
		ASSERT(requests++ < REQUESTS_MAX);
	}
	ASSERT(*err == OK || *err == ERR_AUTH || *err == ERR_CONF || *err == ERR_UPSTREAM);
	ASSERT(*err == OK || cx->note[0]);
	ASSERT(brought <= source->rows(data));
	return brought;
}

/* A run, and another one that finds the same state: it brings no more rows. */
static void run_twice(
	struct cx *cx, struct listener *r, const struct answer *first, struct pieces *rest)
{
	struct answer me = first ? *first : rest->list[0];
	enum err err, again;
	size_t brought = run(cx, r, &me, rest, &err);
	size_t more = run(cx, r, &me, rest, &again);

	ASSERT(err != OK || again != OK || more <= brought);
}

static void identify(struct cx *cx, const struct pieces *p)
{
	struct account_name account = { NULL, NULL };
	const char *version = NULL;
	const struct service *kind = provider_audiobookshelf.service;
	enum err err = kind->greet(cx, &p->list[0], &version);

	if (err == OK)
		err = kind->identify(cx, &p->list[p->count - 1], &account);
	check_text(version);
	check_text(account.name);
	check_text(account.id);
	ASSERT(err != OK || account.name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	const struct answer good = { .status = 200,
		.type = "application/json",
		.etag = "W/\"2\"",
		.body = good_me,
		.length = sizeof(good_me) - 1 };
	struct listener nothing = { 0 }, known = { 0 }, strange = { 0 };
	struct pieces pieces;

	if (!arena.ceiling)
		arena_init(&arena, MIB(1024));
	cx.arena = &arena;
	cx.now_ms = 1795334400000;
	cut(&cx, (const char *)data, size, &pieces);
	run_twice(&cx, &nothing, NULL, &pieces);
	pieces.next = 0;
	run_twice(&cx, &known, &good, &pieces);
	identify(&cx, &pieces);
	strange.seen.other = strange.facts.other = pieces.list[pieces.count - 1].body;
	run_twice(&cx, &strange, &good, &pieces);
	arena_reset(&arena);
	return 0;
}
