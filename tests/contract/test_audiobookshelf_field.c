/* SPDX-License-Identifier: MIT */
/*
 * Every sequence of field-audiobookshelf/expected.json, recorded on real
 * servers: what the plays are after its polls. Each is told in order, with the
 * rows of each poll shuffled, with every poll twice, and once more completely
 * at the end, as `ryot-yank --full` does.
 */
#include "tests/contract/abs.h"

#define FIELD FIXTURES "field-audiobookshelf/"

static struct json_object *field_file(struct unit *u, struct json_object *name)
{
	const char *path = arena_printf(&u->arena, FIELD "%s", json_object_get_string(name));
	struct json_object *root = read_expectations(path);

	assert_non_null(root);
	return root;
}

/* ---- the server ---- */

/* An answer of any endpoint, found by what it holds. */
static void learn(struct shelf *s, struct json_object *root)
{
	if (has(root, "libraryItems")) {
		abs_put_all(s->items, get(root, "libraryItems"));
	} else if (has(root, "libraries")) {
		json_object_put(s->libraries);
		s->libraries = json_object_get(root);
	} else if (has(root, "results")) {
		json_object_put(s->podcasts);
		s->podcasts = json_object_get(root);
	} else {
		assert_non_null(get(root, "podcastId"));
		abs_put(s->episodes, root, get_text(root, "id"));
	}
}

/*
 * What the server says of its items before that poll. Where a sequence has an
 * answer for each poll, they come one after the other.
 */
static void learn_items(struct shelf *s, struct json_object *want, size_t poll)
{
	struct json_object *items = get(want, "items");
	size_t polls = json_object_array_length(get(want, "polls"));
	size_t count = json_object_array_length(items);

	for (size_t i = 0; i < count; i++) {
		struct json_object *root;

		if (count == polls && i > poll)
			continue;
		root = field_file(s->u, json_object_array_get_idx(items, i));
		learn(s, root);
		json_object_put(root);
	}
}

static int64_t newest(struct json_object *me)
{
	static const char *const keys[] = { "lastUpdate", "finishedAt" };
	struct json_object *rows = get(me, "mediaProgress");
	int64_t at = 0;

	for (size_t i = 0; i < json_object_array_length(rows); i++)
		for (size_t k = 0; k < NELEM(keys); k++) {
			struct json_object *row = json_object_array_get_idx(rows, i);
			int64_t ms = json_object_get_int64(get(row, keys[k]));

			at = ms > at ? ms : at;
		}
	return at;
}

/* ---- what the plays are to be ---- */

static int completed_of(const struct play *plays, size_t count)
{
	int completed = 0;

	for (size_t i = 0; i < count; i++)
		completed += plays[i].state == PLAY_COMPLETED;
	return completed;
}

static bool has_id(const struct play *play, const char *source, const char *value)
{
	for (size_t i = 0; i < play->ids.count; i++)
		if (strcmp(catalog_name(play->ids.list[i].source), source) == 0 &&
			strcmp(play->ids.list[i].value, value) == 0)
			return true;
	return false;
}

static bool is_play(const struct play *play, struct json_object *want)
{
	const char *part = get_text(want, "part_title"), *title = get_text(want, "title");

	return has_id(play, get_text(want, "source"), get_text(want, "identifier")) &&
	       strcmp(state_name(play->state), get_text(want, "state")) == 0 &&
	       (!part || (play->part_title && strcmp(play->part_title, part) == 0)) &&
	       (!title || (play->title && strcmp(play->title, title) == 0)) &&
	       (!has(want, "progress") || play->share == share_of(get(want, "progress")));
}

static void check_play(
	const char *where, const struct play *plays, size_t count, struct json_object *want)
{
	for (size_t i = 0; i < count; i++)
		if (is_play(&plays[i], want))
			return;
	fail_msg("%s: no play is %s", where, json_object_to_json_string(want));
}

static void check_numbers(
	const char *where, const struct play *plays, size_t count, struct json_object *want)
{
	if (json_object_is_type(get(want, "plays"), json_type_int))
		is_i64(where, "plays", (int64_t)count, json_object_get_int64(get(want, "plays")));
	if (has(want, "completed"))
		is_i64(where, "completed", completed_of(plays, count),
			json_object_get_int64(get(want, "completed")));
}

static void check_end(const char *where, struct listener *r, struct json_object *want)
{
	size_t count;
	const struct play *plays = plays_of(r->u, r->integration->user_id, &count);
	struct json_object *list = get(want, "plays");

	check_numbers(where, plays, count, want);
	if (has(want, "any_play"))
		check_play(where, plays, count, get(want, "any_play"));
	if (!json_object_is_type(list, json_type_array))
		return;
	is_i64(where, "plays", (int64_t)count, (int64_t)json_object_array_length(list));
	for (size_t i = 0; i < json_object_array_length(list); i++)
		check_play(where, plays, count, json_object_array_get_idx(list, i));
}

static void check_each(const char *where, struct listener *r, struct json_object *want, size_t poll)
{
	size_t count;
	const struct play *plays = plays_of(r->u, r->integration->user_id, &count);
	struct json_object *each = get(want, "after_each");

	if (each)
		check_numbers(where, plays, count, json_object_array_get_idx(each, poll));
}

static void check_fields_are_known(struct json_object *in, const char *const *known)
{
	json_object_object_foreach(in, name, value)
	{
		bool is_known = false;

		(void)value;
		for (size_t i = 0; known[i]; i++)
			is_known |= strcmp(known[i], name) == 0;
		if (!is_known)
			fail_msg("\"%s\": a field this test does not know", name);
	}
}

/* ---- the sequences ---- */

enum way { IN_ORDER, BACKWARDS, SHUFFLED, TWICE, WAY__COUNT };

struct sequence {
	const char *name;
	struct json_object *want;
	enum way way;
	struct shelf *shelf;
};

static void turn_rows(struct shelf *s, enum way way, unsigned *seed)
{
	struct json_object *rows = shelf_rows(s);
	size_t count = json_object_array_length(rows);

	for (size_t i = count; way != IN_ORDER && way != TWICE && i-- > 1;) {
		size_t other = (way == BACKWARDS ? 0 : (size_t)rand_r(seed)) % (i + 1);
		struct json_object *a = json_object_get(json_object_array_get_idx(rows, i));
		struct json_object *b = json_object_get(json_object_array_get_idx(rows, other));

		json_object_array_put_idx(rows, i, b);
		json_object_array_put_idx(rows, other, a);
	}
}

static void one_poll(struct sequence *q, struct listener *r, size_t poll, unsigned *seed)
{
	struct shelf *s = q->shelf;
	struct json_object *polls = get(q->want, "polls");
	int64_t at;

	learn_items(s, q->want, poll);
	json_object_put(s->me);
	s->me = field_file(s->u, json_object_array_get_idx(polls, poll));
	s->etag = arena_printf(&s->u->arena, "W/\"%zu\"", poll);
	at = newest(s->me) + 1000;
	/* What is remembered of an item is good for a day. */
	if (poll > 0 &&
		json_object_array_length(get(q->want, "items")) == json_object_array_length(polls))
		at += DAY_MS;
	s->u->cx.now_ms = at > s->u->cx.now_ms ? at : s->u->cx.now_ms + 1000;
	turn_rows(s, q->way, seed);
	for (int i = 0; i < (q->way == TWICE ? 2 : 1); i++) {
		poll_well(r, s);
		check_each(arena_printf(&s->u->arena, "%s, poll %zu", q->name, poll + 1), r,
			get(q->want, "want"), poll);
	}
}

static void test_sequence(void **state)
{
	static const char *const fields[] = { "polls", "items", "want", "tests", "why", NULL };
	static const char *const wants[] = { "plays", "any_play", "after_each", "completed", NULL };
	struct sequence *q = *state;
	struct shelf *s = q->shelf;
	struct listener carol = listener_new(s->u, "carol");
	unsigned seed = 7;
	const char *before;

	check_fields_are_known(q->want, fields);
	check_fields_are_known(get(q->want, "want"), wants);
	s->u->cx.now_ms = 0;
	for (size_t i = 0; i < json_object_array_length(get(q->want, "polls")); i++)
		one_poll(q, &carol, i, &seed);
	check_end(q->name, &carol, get(q->want, "want"));
	before = all_plays_text(&carol);
	carol.seen.count = carol.facts.count = 0;
	carol.etag = NULL;
	s->u->cx.now_ms += DAY_MS;
	poll_well(&carol, s);
	is_text(q->name, "plays when all is told again", all_plays_text(&carol), before);
	is_sound(s->u);
}

static int setup_sequence(void **state)
{
	struct sequence *q = *state;
	void *shelf = NULL;

	if (abs_setup(&shelf) != 0)
		return -1;
	q->shelf = shelf;
	q->shelf->any_library = true;
	return 0;
}

static int teardown_sequence(void **state)
{
	struct sequence *q = *state;
	void *shelf = q->shelf;

	return abs_teardown(&shelf);
}

enum { TESTS_MAX = 400 };
static struct CMUnitTest tests[TESTS_MAX];
static struct sequence sequences[TESTS_MAX];

static size_t add_tests(struct json_object *map)
{
	size_t count = 0;

	json_object_object_foreach(map, name, want)
	{
		for (enum way way = 0; way < WAY__COUNT; way++) {
			ASSERT(count < TESTS_MAX);
			sequences[count] =
				(struct sequence){ .name = name, .want = want, .way = way };
			tests[count] = (struct CMUnitTest){
				.name = name,
				.test_func = test_sequence,
				.setup_func = setup_sequence,
				.teardown_func = teardown_sequence,
				.initial_state = &sequences[count],
			};
			count++;
		}
	}
	return count;
}

int main(void)
{
	struct json_object *root = read_expectations(FIELD "expected.json");
	size_t count = root ? add_tests(get(root, "sequences")) : 0;
	int failed = 1;

	if (count > 0)
		failed = _cmocka_run_group_tests(
			"audiobookshelf field", tests, count, people_group_setup, NULL);
	json_object_put(root);
	return failed;
}
