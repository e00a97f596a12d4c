/* SPDX-License-Identifier: MIT */
#include "shared/progress/state.h"

#include "tests/unit/unit.h"

static void names_are_read_back(void **state)
{
	for (int i = PLAY_ANY + 1; i < PLAY__COUNT; i++) {
		enum play_state back = PLAY_ANY;

		assert_true(state_parse(state_name((enum play_state)i), &back));
		assert_int_equal(back, i);
	}
}

/* They are stored in databases. */
static void names_are_these(void **state)
{
	assert_string_equal(state_name(PLAY_IN_PROGRESS), "in_progress");
	assert_string_equal(state_name(PLAY_COMPLETED), "completed");
}

static void no_play_is_in_any_state(void **state)
{
	enum play_state s = PLAY_COMPLETED;

	assert_string_equal(state_name(PLAY_ANY), "");
	assert_false(state_parse("", &s));
	assert_false(state_parse("any", &s));
	assert_false(state_parse("Completed", &s));
	assert_int_equal(s, PLAY_COMPLETED);
}

static void every_state_has_a_word_for_people(void **state)
{
	for (int i = 0; i < PLAY__COUNT; i++) {
		enum play_state s = (enum play_state)i;

		assert_int_equal(strcasecmp(state_title(s), state_word(s)), 0);
		assert_true(*state_title(s) >= 'A' && *state_title(s) <= 'Z');
		assert_true(*state_word(s) >= 'a' && *state_word(s) <= 'z');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(names_are_read_back),
		UNIT_TEST(names_are_these),
		UNIT_TEST(no_play_is_in_any_state),
		UNIT_TEST(every_state_has_a_word_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
