/* SPDX-License-Identifier: MIT */
/* These tests do not link ctl/, which would bring in ryotctl's commands. */
#include "ctl/terminal/steps.c"

#include "tests/unit/unit.h"

static void a_step_has_words_and_placeholders(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *words;
		enum steps_gap gap;
	} parts[] = {
		{ "Enter ", GAP_URL },
		{ ", a token from ", GAP_TOKENS },
		{ "", GAP_DELIVERIES },
		{ "; paste ", GAP_COPY },
		{ " and {\"a\": {other}}", GAP_END },
	};
	const char *at = "Enter {url}, a token from {tokens}{deliveries}; paste {copy} and "
			 "{\"a\": {other}}";

	for (size_t i = 0; i < NELEM(parts); i++) {
		enum steps_gap gap;

		assert_string_equal(steps_next(&u->arena, &at, &gap), parts[i].words);
		assert_int_equal(gap, parts[i].gap);
	}
	assert_string_equal(at, "");
}

static void steps_are_numbered_lines(void **state)
{
	struct unit *u = *state;
	static const char *const steps[] = {
		"Open the settings of the plugin, the page named Webhooks, and "
		"enter this: {url}",
		"See {deliveries}.", NULL
	};

	assert_string_equal(steps_text(&u->cx, steps,
				    "http://ryot.example.org/webhooks/integrations/"
				    "jellyfin/abcdefghijklmnopqrstuvwxyz"),
		"  1. Open the settings of the plugin, the page named "
		"Webhooks, and enter\n"
		"     this:\n"
		"     http://ryot.example.org/webhooks/integrations/jellyfin/"
		"abcdefghijklmnopqrstuvwxyz\n"
		"  2. See `ryotctl delivery list`.\n");
	assert_string_equal(steps_text(&u->cx, NULL, NULL), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_step_has_words_and_placeholders),
		UNIT_TEST(steps_are_numbered_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
