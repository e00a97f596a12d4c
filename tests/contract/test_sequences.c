/* SPDX-License-Identifier: MIT */
/*
 * Every sequence of sequences.json, step by step, with a second between two
 * deliveries unless the step says another time: the newest play after each
 * step, the number of viewings and of completions at the end. Then the same
 * with every body sent twice, which must not change any number.
 */
#include "tests/contract/contract.h"

#define FOLDER FIXTURES "jellyfin/"

/* One person with one integration that accepts one account. */
struct person {
	const char *name;
	int64_t user_id;
	const struct integration *integration;
};

static struct person add_person(struct unit *u, const char *name)
{
	struct person p = { .name = name };

	p.user_id = add_user(u, name);
	p.integration = add_integration(u, p.user_id, "jellyfin", name);
	return p;
}

/* Compares the newest play with `state` and `progress`; null skips the rest. */
static void check_newest(
	struct unit *u, const char *where, const struct person *p, struct json_object *want)
{
	const char *state = get_text(want, "state");
	size_t count;
	const struct play *plays = plays_of(u, p->user_id, &count);

	if (!state) {
		is_i64(where, "number of plays", (int64_t)count, 0);
		return;
	}
	if (count == 0)
		fail_msg("%s: no play of %s", where, p->name);
	is_text(where, "state", state_name(plays->state), state);
	if (get(want, "progress"))
		is_i64(where, "progress", plays->share, share_of(get(want, "progress")));
}

static void check_end(
	struct unit *u, const char *where, const struct person *p, struct json_object *want)
{
	size_t count;
	int completions = 0;
	const struct play *plays = plays_of(u, p->user_id, &count);

	for (size_t i = 0; i < count; i++)
		completions += plays[i].state == PLAY_COMPLETED;
	is_i64(where, "viewings", (int64_t)count, json_object_get_int64(get(want, "viewings")));
	is_i64(where, "completions", completions, json_object_get_int64(get(want, "completions")));
}

static void send_step(struct unit *u, const struct person *people, size_t count,
	struct json_object *step, int times)
{
	struct bytes body =
		read_body(u, arena_printf(&u->arena, FOLDER "%s", get_text(step, "file")));
	struct json_object *after = get(step, "after_s");
	struct message m;

	if (after)
		u->cx.now_ms += (json_object_get_int64(after) - 1) * 1000;
	for (int i = 0; i < times; i++) {
		u->cx.now_ms += 1000;
		for (size_t p = 0; p < count; p++)
			deliver(u, people[p].integration, body, &m);
	}
}

/* The people named in per_user, or the only user of the sequence. */
static size_t add_people(struct unit *u, struct json_object *want, struct person people[2])
{
	struct json_object *each = get(want, "per_user");
	size_t count = 0;

	people[count++] = add_person(u, get_text(want, "user"));
	if (!each)
		return count;
	assert_int_equal(json_object_object_length(each), 2);
	json_object_object_foreach(each, name, state)
	{
		(void)state;
		if (strcmp(name, people[0].name) != 0)
			people[count++] = add_person(u, name);
	}
	assert_int_equal(count, 2);
	return count;
}

static void check_fields_are_known(struct json_object *want)
{
	/* policy: what narrower rules than ours would conclude. */
	static const char *const known[] = { "name", "note", "user", "steps", "viewings",
		"completions", "per_user", "policy" };

	json_object_object_foreach(want, name, value)
	{
		bool is_known = false;

		(void)value;
		for (size_t i = 0; i < NELEM(known); i++)
			is_known |= strcmp(known[i], name) == 0;
		if (!is_known)
			fail_msg("\"%s\": a field this test does not know", name);
	}
}

static void play_through(struct unit *u, struct json_object *want, int times)
{
	struct json_object *steps = get(want, "steps");
	struct json_object *each = get(want, "per_user");
	const char *name = get_text(want, "name");
	struct person people[2];
	size_t count = add_people(u, want, people);

	assert_true(json_object_array_length(steps) > 0);
	for (size_t i = 0; i < json_object_array_length(steps); i++) {
		struct json_object *step = json_object_array_get_idx(steps, i);
		const char *file = get_text(step, "file");

		assert_int_equal(json_object_object_length(step), get(step, "after_s") ? 4 : 3);
		send_step(u, people, count, step, times);
		check_newest(u,
			arena_printf(&u->arena, "%s, step %zu, %s, x%d", name, i + 1, file, times),
			&people[0], step);
	}
	check_end(u, name, &people[0], want);
	for (size_t p = 0; p < count && each; p++)
		check_newest(u, people[p].name, &people[p], get(each, people[p].name));
	is_sound(u);
}

/* ---- the tests, generated from the file ---- */

struct sequence {
	struct json_object *want;
	int times;
	struct unit *u;
};

static int setup_sequence(void **state)
{
	struct sequence *q = *state;
	void *unit = NULL;

	if (unit_setup_store(&unit) != 0)
		return -1;
	q->u = unit;
	return 0;
}

static int teardown_sequence(void **state)
{
	struct sequence *q = *state;
	void *unit = q->u;

	return unit_teardown(&unit);
}

static void test_sequence(void **state)
{
	const struct sequence *q = *state;

	check_fields_are_known(q->want);
	play_through(q->u, q->want, q->times);
}

enum { TESTS_MAX = 100 };
static struct CMUnitTest tests[TESTS_MAX];
static struct sequence sequences[TESTS_MAX];

static size_t add_tests(struct json_object *list)
{
	size_t count = 0;

	for (size_t i = 0; i < json_object_array_length(list); i++)
		for (int times = 1; times <= 2; times++) {
			struct sequence *q = &sequences[count];

			ASSERT(count < TESTS_MAX);
			q->want = json_object_array_get_idx(list, i);
			q->times = times;
			tests[count++] = (struct CMUnitTest){
				.name = get_text(q->want, "name"),
				.test_func = test_sequence,
				.setup_func = setup_sequence,
				.teardown_func = teardown_sequence,
				.initial_state = q,
			};
		}
	return count;
}

int main(void)
{
	struct json_object *root = read_expectations(FOLDER "sequences.json");
	size_t count = root ? add_tests(get(root, "sequences")) : 0;
	int failed = 1;

	if (count > 0)
		failed = _cmocka_run_group_tests(
			"sequences", tests, count, people_group_setup, NULL);
	json_object_put(root);
	return failed;
}
