/* SPDX-License-Identifier: MIT */
/*
 * abs.h -- a recorded Audiobookshelf, and a person who polls it.
 *
 * The source is driven as the worker drives it: begin, next, accept; the rows
 * of each answer go through the rules into a database at once. The remembered
 * state is in two tables here. Every answer comes from the recorded files, cut
 * and reassembled as the server does it: a batch by its ids, in another order,
 * refused completely when one of them is forbidden.
 */
#ifndef TESTS_CONTRACT_ABS_H
#define TESTS_CONTRACT_ABS_H

#include "shared/providers/source.h"
#include "tests/contract/contract.h"

#define ABS_FILES FIXTURES "audiobookshelf/"
#define ABS_URL   "https://books.example.org/audiobookshelf"

/* 2026-11-22T08:00:00Z, some minutes after the files were recorded. */
#define ABS_NOW INT64_C(1795334400000)

enum { ABS_HITS_MAX = 4000, HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

struct hit {
	const char *path;
	const char *body, *etag; /* as requested, or NULL */
	int status;
};

/* A fault, for requests with this prefix of the path. */
struct fault {
	const char *path;
	int status;
	const char *type, *body;
};

struct shelf {
	struct unit *u;
	struct json_object *me; /* the answer to /api/me, or NULL: me_text */
	const char *me_text;
	const char *etag;              /* of it, or NULL */
	struct json_object *items;     /* by id: books and podcasts */
	struct json_object *forbidden; /* by id: 403 */
	struct json_object *episodes;  /* by id */
	struct json_object *libraries, *podcasts;
	bool any_library;   /* every library has the podcasts */
	struct fault fault; /* path NULL: none */
	/* An item that the server fails at, and its answer then. */
	const char *bad;
	struct answer bad_answer;
	size_t most_items; /* of a batch, before its answer is too large; 0: any number */
	struct hit hits[ABS_HITS_MAX];
	size_t hit_count;
};

/* What is remembered between two polls. */
struct memo {
	const char *key, *text;
	int64_t until_ms;
};

struct table {
	struct memo *rows;
	size_t count, room;
};

struct listener {
	struct unit *u;
	const char *url;
	const struct integration *integration;
	const char *etag;
	struct table seen, facts;
};

/* ---- the recorded server ---- */

static inline struct json_object *abs_file(const char *name)
{
	char path[200];
	struct json_object *root;

	snprintf(path, sizeof(path), ABS_FILES "%s", name);
	root = read_expectations(path);
	assert_non_null(root);
	return root;
}

static inline void abs_put(struct json_object *map, struct json_object *value, const char *id)
{
	json_object_object_add(map, id, json_object_get(value));
}

/* All items of a list, by their ids. */
static inline void abs_put_all(struct json_object *map, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		abs_put(map, one, get_text(one, "id"));
	}
}

/*
 * Items missing from the recorded batches, from the earlier items in progress.
 */
static inline void abs_fill_gaps(struct shelf *s, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		struct json_object *episode = get(one, "recentEpisode");

		if (!has(s->items, get_text(one, "id")))
			abs_put(s->items, one, get_text(one, "id"));
		if (episode)
			abs_put(s->episodes, episode, get_text(episode, "id"));
	}
}

static inline void shelf_fill(struct shelf *s)
{
	struct json_object *file;

	s->items = json_object_new_object();
	s->forbidden = json_object_new_object();
	s->episodes = json_object_new_object();
	s->libraries = abs_file("libraries.json");
	s->podcasts = abs_file("library_items_minified_podcasts.json");
	file = abs_file("items_batch_get_all_books_of_me_later.json");
	abs_put_all(s->items, get(file, "libraryItems"));
	json_object_put(file);
	file = abs_file("items_batch_get_podcast.json");
	abs_put_all(s->episodes,
		get(get(json_object_array_get_idx(get(file, "libraryItems"), 0), "media"),
			"episodes"));
	json_object_put(file);
	file = abs_file("items_in_progress.json");
	abs_fill_gaps(s, get(file, "libraryItems"));
	json_object_put(file);
	file = abs_file("library_items_minified_books.json");
	abs_fill_gaps(s, get(file, "results"));
	json_object_put(file);
}

/* cmocka's setup: an empty database, and the whole library except /api/me. */
static inline int abs_setup(void **state)
{
	struct shelf *s = calloc(1, sizeof(*s));
	void *unit = NULL;

	if (!s || unit_setup_store(&unit) != 0)
		return -1;
	s->u = unit;
	s->u->cx.now_ms = ABS_NOW;
	shelf_fill(s);
	*state = s;
	return 0;
}

static inline int abs_teardown(void **state)
{
	struct shelf *s = *state;
	void *unit = s->u;

	json_object_put(s->me);
	json_object_put(s->items);
	json_object_put(s->forbidden);
	json_object_put(s->episodes);
	json_object_put(s->libraries);
	json_object_put(s->podcasts);
	free(s);
	return unit_teardown(&unit);
}

#define ABS_TEST(f) cmocka_unit_test_setup_teardown(f, abs_setup, abs_teardown)

/* Sets the answer to /api/me; NULL: the text of the test. */
static inline void shelf_show(struct shelf *s, const char *me)
{
	json_object_put(s->me);
	s->me = me ? abs_file(me) : NULL;
}

static inline void shelf_forbid(struct shelf *s, const char *id)
{
	json_object_object_add(s->forbidden, id, json_object_new_boolean(1));
}

/* The items that alice may not open. */
#define SECRET_BOOK     "67ea62d2-1971-48ec-a5d0-45509ccff135"
#define SLEEPING_BEAUTY "08eb50a4-15fc-41fd-8ae2-9cb208f7b014"

static inline void shelf_show_alice(struct shelf *s, const char *me)
{
	shelf_show(s, me);
	shelf_forbid(s, SECRET_BOOK);
	shelf_forbid(s, SLEEPING_BEAUTY);
}

/* Some seconds later. */
static inline void shelf_turn_to(struct shelf *s, const char *me)
{
	shelf_show(s, me);
	s->u->cx.now_ms += 10000;
}

static inline struct json_object *shelf_rows(const struct shelf *s)
{
	return get(s->me, "mediaProgress");
}

/* The row of an item (or of an episode). */
static inline struct json_object *shelf_row(const struct shelf *s, const char *item)
{
	struct json_object *rows = shelf_rows(s);

	for (size_t i = 0; i < json_object_array_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		const char *episode = get_text(row, "episodeId");

		if (strcmp(get_text(row, "libraryItemId"), item) == 0 ||
			(episode && strcmp(episode, item) == 0))
			return row;
	}
	fail_msg("no row of %s", item);
	return NULL;
}

static inline struct json_object *abs_parse(const char *text)
{
	struct json_object *value = json_tokener_parse(text);

	if (!value && strcmp(text, "null") != 0)
		fail_msg("the test's own JSON is wrong: %s", text);
	return value;
}

/* A value of a row, an item's metadata, ... as JSON text. */
static inline void abs_set(struct json_object *in, const char *key, const char *json)
{
	json_object_object_add(in, key, abs_parse(json));
}

static inline struct json_object *abs_metadata(const struct shelf *s, const char *item)
{
	struct json_object *one = get(s->items, item);

	assert_non_null(one);
	return get(get(one, "media"), "metadata");
}

static inline struct json_object *abs_copy(struct json_object *from)
{
	struct json_object *copy = NULL;

	assert_int_equal(json_object_deep_copy(from, &copy, NULL), 0);
	return copy;
}

/* The text in the unit's arena; releases the value. */
static inline const char *abs_text(struct unit *u, struct json_object *value)
{
	char *text = arena_strdup(
		&u->arena, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));

	json_object_put(value);
	return text;
}

static inline struct answer abs_answer(int status, const char *type, const char *body)
{
	return (struct answer){
		.status = status, .type = type, .body = body, .length = strlen(body)
	};
}

static inline struct answer abs_json(struct unit *u, struct json_object *value)
{
	return abs_answer(200, "application/json; charset=utf-8", abs_text(u, value));
}

static inline struct answer abs_words(int status, const char *body)
{
	return abs_answer(status, "text/plain; charset=utf-8", body);
}

static inline struct answer shelf_me(struct shelf *s, const struct ask *ask)
{
	struct answer a;

	if (ask->etag && s->etag && strcmp(ask->etag, s->etag) == 0)
		a = abs_answer(304, "", "");
	else if (s->me)
		a = abs_json(s->u, json_object_get(s->me));
	else
		a = abs_answer(200, "application/json", s->me_text);
	a.etag = s->etag;
	return a;
}

static inline bool shelf_is_bad(const struct shelf *s, const char *id)
{
	return s->bad && strcmp(s->bad, id) == 0;
}

/* Unknown ids are omitted; one forbidden id refuses all; in reverse order. */
static inline struct answer shelf_batch(struct shelf *s, const char *body)
{
	struct json_object *asked = abs_parse(body);
	struct json_object *ids = get(asked, "libraryItemIds");
	struct json_object *list = json_object_new_array();
	struct json_object *root = json_object_new_object();
	size_t count = json_object_array_length(ids);
	bool is_refused = count == 0, is_bad = false;

	assert_int_equal(json_object_object_length(asked), 1);
	for (size_t i = count; i-- > 0;) {
		struct json_object *id = json_object_array_get_idx(ids, i);
		struct json_object *item;

		/* Anything else crashes a real server. */
		assert_true(json_object_is_type(id, json_type_string));
		item = get(s->items, json_object_get_string(id));
		is_bad |= shelf_is_bad(s, json_object_get_string(id));
		is_refused |= has(s->forbidden, json_object_get_string(id));
		if (item)
			json_object_array_add(list, json_object_get(item));
	}
	json_object_put(asked);
	json_object_object_add(root, "libraryItems", list);
	if (!is_refused && !is_bad && (s->most_items == 0 || count <= s->most_items))
		return abs_json(s->u, root);
	json_object_put(root);
	if (is_bad)
		return s->bad_answer;
	if (!is_refused)
		return (struct answer){ .lost = "larger than 8 MiB", .is_too_large = true };
	return abs_words(403, count == 0 ? "Invalid payload" : "Forbidden");
}

static inline struct answer shelf_one(
	struct shelf *s, struct json_object *map, const char *rest, const char *ending)
{
	size_t length = strcspn(rest, "?");
	const char *id = arena_strndup(&s->u->arena, rest, length);

	assert_string_equal(rest + length, ending);
	if (has(s->forbidden, id))
		return abs_words(403, "Forbidden");
	if (shelf_is_bad(s, id))
		return s->bad_answer;
	if (!has(map, id))
		return abs_words(404, "Not Found");
	return abs_json(s->u, json_object_get(get(map, id)));
}

#define PODCAST_LIBRARY "d6ccd311-d1a3-4c12-88d8-388875ef6c92"

static inline bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static inline struct answer shelf_answer(struct shelf *s, const struct ask *ask)
{
	const char *path = ask->path, *at;

	if (s->fault.path && begins(path, s->fault.path))
		return abs_answer(s->fault.status, s->fault.type, s->fault.body);
	assert_int_equal(ask->body != NULL, strcmp(path, "/api/items/batch/get") == 0);
	if (strcmp(path, "/api/me") == 0)
		return shelf_me(s, ask);
	assert_null(ask->etag);
	if (ask->body)
		return shelf_batch(s, ask->body);
	if (begins(path, "/api/items/"))
		return shelf_one(s, s->items, strrchr(path, '/') + 1, "?expanded=1");
	if (strcmp(path, "/api/libraries") == 0)
		return abs_json(s->u, json_object_get(s->libraries));
	if (strcmp(path, "/api/libraries/" PODCAST_LIBRARY "/items?limit=0&minified=1") == 0 ||
		(s->any_library && begins(path, "/api/libraries/")))
		return abs_json(s->u, json_object_get(s->podcasts));
	at = strstr(path, "/episode/");
	if (begins(path, "/api/podcasts/") && at)
		return shelf_one(s, s->episodes, at + strlen("/episode/"), "");
	fail_msg("nobody asks for %s", path);
	return abs_words(404, "Not Found");
}

/* ---- the poll ---- */

static inline struct listener listener_new(struct unit *u, const char *name)
{
	return (struct listener){
		.u = u,
		.url = ABS_URL,
		.integration = add_integration(u, add_user(u, name), "audiobookshelf", NULL),
	};
}

static inline struct memo *table_find(const struct table *t, const char *key)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].key, key) == 0)
			return &t->rows[i];
	return NULL;
}

static inline void table_put(
	struct unit *u, struct table *t, const char *key, const char *text, int64_t until_ms)
{
	struct memo *memo = table_find(t, key);

	if (!memo) {
		t->rows = arena_more(&u->arena, t->rows, t->count, &t->room, sizeof(*t->rows));
		memo = &t->rows[t->count++];
		memo->key = arena_strdup(&u->arena, key);
	}
	memo->text = arena_strdup(&u->arena, text);
	memo->until_ms = until_ms;
}

static inline const char *reader_seen(void *arg, struct cx *cx, const char *row)
{
	const struct listener *r = arg;
	const struct memo *memo = table_find(&r->seen, row);

	(void)cx;
	return memo ? memo->text : NULL;
}

static inline const char *reader_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct listener *r = arg;
	const struct memo *memo = table_find(&r->facts, item);

	(void)cx;
	*until_ms = memo ? memo->until_ms : 0;
	return memo ? memo->text : NULL;
}

struct news {
	struct source_row source_row;
	struct verdict verdict;
};

struct poll {
	enum err err;
	size_t rows; /* returned by the server */
	struct news *news;
	size_t count, room;
	size_t asked; /* requests of this poll */
};

/* What an answer brought: through the rules, then remembered. */
static inline void listener_take(struct listener *r, const struct batch *batch, struct poll *p)
{
	struct unit *u = r->u;

	for (size_t i = 0; i < batch->fact_count; i++)
		table_put(u, &r->facts, batch->facts[i].item, batch->facts[i].text,
			batch->facts[i].until_ms);
	for (size_t i = 0; i < batch->row_count; i++) {
		const struct source_row *row = &batch->rows[i];
		struct news *news;

		assert_non_null(row->body);
		p->news = arena_more(&u->arena, p->news, p->count, &p->room, sizeof(*p->news));
		news = &p->news[p->count++];
		news->source_row = *row;
		news->verdict = receive(u, r->integration, &row->message,
			(struct bytes){ row->body, strlen(row->body) });
		if (row->row)
			table_put(u, &r->seen, row->row, row->state, 0);
	}
}

enum { TO_THE_END = INT_MAX };

/* At most that many requests: what follows is lost, as in a crash. */
static inline struct poll poll_some(struct listener *r, struct shelf *s, int requests)
{
	const struct source *source = provider_audiobookshelf.source;
	struct target target = {
		.url = r->url, .etag = r->etag, .memory = { r, reader_seen, reader_fact }
	};
	struct poll p = { .err = OK };
	struct unit *u = r->u;
	void *run = source->begin(&u->cx, &target);
	struct ask ask;

	while (p.err == OK && source->next(&u->cx, run, &ask)) {
		struct answer a;
		struct batch batch = { 0 };

		if (requests-- == 0)
			return p;
		a = shelf_answer(s, &ask);
		a.number = ask.number;
		assert_true(s->hit_count < ABS_HITS_MAX);
		s->hits[s->hit_count++] = (struct hit){ arena_strdup(&u->arena, ask.path), ask.body,
			ask.etag, a.status };
		p.asked++;
		u->cx.note[0] = '\0';
		p.err = source->accept(&u->cx, run, &a, &batch);
		listener_take(r, &batch, &p);
	}
	p.rows = source->rows(run);
	if (p.err == OK) {
		const char *etag = source->etag(run);

		r->etag = etag ? arena_strdup(&u->arena, etag) : NULL;
	}
	return p;
}

static inline struct poll poll_all(struct listener *r, struct shelf *s)
{
	return poll_some(r, s, TO_THE_END);
}

#define ABS_EMMA "016c67df-0531-4703-b341-2cf4be0e1f1d"

static inline const char *book_id(struct unit *u, int number)
{
	return arena_printf(&u->arena, "00000000-0000-4000-8000-%012d", number);
}

/* That many rows of different books, all at half. */
static inline void show_books(struct shelf *s, int count)
{
	struct unit *u = s->u;

	shelf_show(s, "me_empty.json");
	for (int i = 0; i < count; i++) {
		const char *id = book_id(u, i);
		struct json_object *item = abs_copy(get(s->items, ABS_EMMA));

		json_object_array_add(
			shelf_rows(s), abs_parse(arena_printf(&u->arena,
					       "{\"id\": \"row-%d\", \"libraryItemId\":"
					       " \"%s\", \"duration\": 100,"
					       " \"currentTime\": 50, \"lastUpdate\": 1}",
					       i, id)));
		json_object_object_add(item, "id", json_object_new_string(id));
		json_object_object_add(s->items, id, item);
		json_object_object_add(abs_metadata(s, id), "title", json_object_new_string(id));
	}
}

/* A poll that must go through; the requests of this one only. */
static inline struct poll poll_well(struct listener *r, struct shelf *s)
{
	struct poll p;

	s->hit_count = 0;
	p = poll_all(r, s);
	is_err("poll", &r->u->cx, p.err, OK);
	return p;
}

/* The row of an item or an episode; NULL when the poll brought none. */
static inline const struct news *poll_news(const struct poll *p, const char *item)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->news[i].source_row.row && strstr(p->news[i].source_row.body, item))
			return &p->news[i];
	return NULL;
}

static inline const char *poll_reason(const struct poll *p, const char *item)
{
	const struct news *news = poll_news(p, item);

	return news ? reason_name(news->verdict.reason) : NULL;
}

/* ---- plays as text, for use in tables ---- */

static inline const char *percent(struct unit *u, int64_t share)
{
	if (share == UNSAID)
		return "unsaid";
	return arena_printf(&u->arena, "%" PRId64 ".%04" PRId64, share / 10000, share % 10000);
}

/*
 * All plays of that title (and that title of a part), oldest first, as
 * "completed 100.0000 -1/-1 @1795333724640", joined by "; ".
 */
static inline const char *plays_text(struct listener *r, const char *title, const char *part_title)
{
	struct unit *u = r->u;
	const char *text = "";
	size_t count;
	const struct play *plays = plays_of(u, r->integration->user_id, &count);

	for (size_t i = count; i-- > 0;) {
		const struct play *p = &plays[i];

		if (!p->title || strcmp(p->title, title) != 0 ||
			(part_title && (!p->part_title || strcmp(p->part_title, part_title) != 0)))
			continue;
		text = arena_printf(&u->arena, "%s%s%s %s %" PRId64 "/%" PRId64 " @%" PRId64, text,
			*text ? "; " : "", state_name(p->state), percent(u, p->share),
			p->position_ms, p->duration_ms,
			p->state == PLAY_COMPLETED ? p->completed_ms : p->updated_ms);
	}
	return text;
}

static inline int abs_by_title(const void *a, const void *b)
{
	const struct play *left = a, *right = b;
	int order = strcmp(left->title, right->title);

	if (order == 0 && left->part_title && right->part_title)
		order = strcmp(left->part_title, right->part_title);
	return order ? order : left->started_ms < right->started_ms ? -1 : 1;
}

/* Every play, whatever order they were made in. */
static inline const char *all_plays_text(struct listener *r)
{
	struct unit *u = r->u;
	const char *text = "";
	size_t count;
	const struct play *plays = plays_of(u, r->integration->user_id, &count);
	struct play *sorted = arena_array(&u->arena, count, sizeof(*sorted));

	memcpy(sorted, plays, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), abs_by_title);
	for (size_t i = 0; i < count; i++) {
		const struct play *p = &sorted[i];

		text = arena_printf(&u->arena,
			"%s%s %s %s %d %" PRId64 " %" PRId64 "/%" PRId64 " %" PRId64 " %" PRId64
			" %" PRId64 "\n",
			text, kind_name(p->kind), p->title, p->part_title ? p->part_title : "",
			p->state == PLAY_COMPLETED, p->share, p->position_ms, p->duration_ms,
			p->started_ms, p->updated_ms, p->completed_ms);
	}
	return text;
}

/* "audible B08G9PRS1K isbn 9781603935470 local <item>" */
static inline const char *ids_text(struct unit *u, const struct ids *ids)
{
	const char *text = "";

	for (size_t i = 0; i < ids->count; i++)
		text = arena_printf(&u->arena, "%s%s%s %s", text, *text ? " " : "",
			catalog_name(ids->list[i].source), ids->list[i].value);
	return text;
}

static inline void is_asked(const struct shelf *s, size_t at, const char *path)
{
	if (at >= s->hit_count)
		fail_msg("%zu requests, expected one more: %s", s->hit_count, path);
	is_text("request", "path", s->hits[at].path, path);
}

/* The number of requests of this poll with this prefix of the path. */
static inline size_t asked_for(const struct shelf *s, const char *path)
{
	size_t count = 0;

	for (size_t i = 0; i < s->hit_count; i++)
		count += begins(s->hits[i].path, path);
	return count;
}

#endif
