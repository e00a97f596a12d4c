/* SPDX-License-Identifier: MIT */
/* The policy of an integration: stored, read, and given to the rules. */
#include "shared/progress/policy.h"

#include "tests/unit/unit.h"

static const struct limits own = { .start = 200, .complete = 9500 };

static void is_usual(const struct limits *limits)
{
	assert_int_equal(limits->start, own.start);
	assert_int_equal(limits->complete, own.complete);
	assert_int_equal(limits->minutes_left, 0);
	assert_int_equal(limits->rewatch, REWATCH_AUTOMATIC);
	assert_false(limits->wants_half);
}

static void without_a_policy_all_is_as_usual(void **state)
{
	const struct policy none = policy_none();
	struct arena a;

	arena_init(&a, MIB(1));
	assert_null(policy_text(&a, &none));
	for (int kind = KIND_NONE; kind < KIND__COUNT; kind++) {
		struct limits plain = policy_limits(NULL, &own, (enum kind)kind);
		struct limits limits = policy_limits(&none, &own, (enum kind)kind);

		is_usual(&plain);
		is_usual(&limits);
	}
	arena_finish(&a);
}

static void what_is_stored_is_read_again(void **state)
{
	struct policy policy = policy_none(), again;
	struct arena a;

	arena_init(&a, MIB(1));
	for (int i = 0; i < POLICY__COUNT; i++) {
		policy.value[i] = policy_rules[i].max;
		policy_read(policy_text(&a, &policy), &again);
		assert_memory_equal(&again, &policy, sizeof(policy));
		policy.value[i] = policy_rules[i].min;
	}
	arena_finish(&a);
}

static void what_cannot_be_read_is_as_usual(void **state)
{
	static const char *const texts[] = { "", " ", "minutes_left",
		"minutes_left=", "minutes_left=0", "minutes_left=61", "minutes_left=x",
		"minutes_lef=3", "minutes_left_=3", "=3",
		"minutes_left=99999999999999999999999999999" };
	const struct policy none = policy_none();
	struct policy policy;

	for (size_t i = 0; i < NELEM(texts); i++) {
		policy_read(texts[i], &policy);
		if (memcmp(&policy, &none, sizeof(none)) != 0)
			fail_msg("\"%s\" sets something", texts[i]);
	}
	policy_read("colour=7  minutes_left=3 movie_start_percent=-1", &policy);
	assert_int_equal(policy.value[POLICY_MINUTES_LEFT], 3);
	assert_int_equal(policy.value[POLICY_MOVIE_START], UNSAID);
}

static void each_kind_has_its_own_limits(void **state)
{
	struct policy policy = policy_none();

	for (int kind = KIND_MOVIE; kind < KIND__COUNT; kind++) {
		policy.value[policy_of_kind((enum kind)kind)] = kind;
		policy.value[policy_of_kind((enum kind)kind) + 1] = 9000 + kind;
	}
	for (int kind = KIND_MOVIE; kind < KIND__COUNT; kind++) {
		struct limits limits = policy_limits(&policy, &own, (enum kind)kind);

		is_i64(kind_name((enum kind)kind), "start", limits.start, kind);
		is_i64(kind_name((enum kind)kind), "complete", limits.complete, 9000 + kind);
		if (!strstr(policy_rules[policy_of_kind((enum kind)kind)].name,
			    kind_name((enum kind)kind)))
			fail_msg("the limit of %s has another name", kind_name((enum kind)kind));
	}
}

static void each_is_explained(void **state)
{
	for (int i = 0; i < POLICY__COUNT; i++) {
		const struct policy_rule *rule = &policy_rules[i];

		assert_non_null(rule->label);
		assert_true(rule->min >= 0 && rule->min <= rule->max);
		assert_int_equal(policy_find(rule->name), i);
		if (rule->hint && rule->hint[strlen(rule->hint) - 1] != '.')
			fail_msg("%s: no sentence", rule->name);
		if (!rule->hint && (i + 1 == POLICY__COUNT || !policy_rules[i + 1].hint))
			fail_msg("%s: no hint", rule->name);
	}
	assert_int_equal(policy_find("colour"), POLICY__COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_policy_all_is_as_usual),
		cmocka_unit_test(what_is_stored_is_read_again),
		cmocka_unit_test(what_cannot_be_read_is_as_usual),
		cmocka_unit_test(each_kind_has_its_own_limits),
		cmocka_unit_test(each_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
