/* SPDX-License-Identifier: MIT */
/* A file with several episodes: each is a separate item. */
#include "tests/unit/weigh.h"

enum { PARTS = 2 };

/* A step: the position in the file, and the outcome for each part. */
struct step {
	int64_t after_ms; /* the previous step */
	int64_t share;    /* of the file */
	bool starts_sitting, finished;
	enum reason reasons[PARTS];
};

static void tell(const char *name, const struct step *steps, size_t count, const int plays[PARTS])
{
	struct progress was[PARTS] = { { NEVER_SEEN }, { NEVER_SEEN } };
	int made[PARTS] = { 0 };
	int64_t now_ms = NOW;

	for (size_t i = 0; i < count; i++) {
		struct report whole = { TICK_AT(0), .kind = KIND_SHOW, .season = 1, .episode = 1,
			.episode_end = PARTS };
		char where[200];

		now_ms += steps[i].after_ms;
		whole.position = TICKS(steps[i].share);
		whole.starts_sitting = steps[i].starts_sitting;
		whole.finished = steps[i].finished;
		for (int p = 0; p < PARTS; p++) {
			struct report part;
			struct decision decision;

			report_part(&whole, p, rules_completes(&usual, &whole), &part);
			decision = weigh_at(was[p], part, now_ms);
			snprintf(where, sizeof(where), "%s, step %zu, part %d", name, i + 1, p + 1);
			is_reason(where, decision.reason, steps[i].reasons[p]);
			made[p] += decision.change == CHANGE_CREATE;
			keep_decision(&was[p], &decision);
		}
	}
	for (int p = 0; p < PARTS; p++)
		is_i64(name, "number of plays", made[p], plays[p]);
}

#define STORY(first, second, ...)                                                                  \
	do {                                                                                       \
		static const struct step steps_[] = { __VA_ARGS__ };                               \
		static const int plays_[PARTS] = { first, second };                                \
                                                                                                   \
		tell(__func__, steps_, NELEM(steps_), plays_);                                     \
	} while (0)

/* clang-format off */

static void the_parts_are_played_one_after_the_other(void **state)
{
	STORY(1, 1,
		{ 0,      0,      true,  false, { REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ MINUTE, 250000, false, false, { REASON_STARTED, REASON_BELOW_MINIMUM } },
		{ MINUTE, 475000, false, false, { REASON_PROGRESS, REASON_BELOW_MINIMUM } },
		{ MINUTE, 475001, false, false, { REASON_COMPLETED, REASON_BELOW_MINIMUM } },
		{ MINUTE, 510000, false, false, { REASON_AFTER_COMPLETION, REASON_BELOW_MINIMUM } },
		{ MINUTE, 510001, false, false, { REASON_AFTER_COMPLETION, REASON_STARTED } },
		{ MINUTE, 950000, false, false, { REASON_AFTER_COMPLETION, REASON_PROGRESS } },
		{ MINUTE, 950001, false, false, { REASON_AFTER_COMPLETION, REASON_COMPLETED } },
		{ MINUTE, 990000, false, false, { REASON_AFTER_COMPLETION, REASON_AFTER_COMPLETION } });
}

static void completing_the_file_completes_each_part(void **state)
{
	STORY(1, 1,
		{ 0, 965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } });
	STORY(1, 1,
		{ 0, 0, false, true, { REASON_COMPLETED, REASON_COMPLETED } });
	STORY(1, 1,
		{ 0,      250000, false, false, { REASON_STARTED, REASON_BELOW_MINIMUM } },
		{ SECOND, 965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } });
}

/* A passed part is watched, even if its end was never reported. */
static void a_part_that_was_passed_is_completed(void **state)
{
	STORY(1, 1,
		{ 0, 600000, false, false, { REASON_COMPLETED, REASON_STARTED } });
}

/* Resumed in the second episode: the first is not watched again. */
static void a_part_that_was_passed_before_is_not_watched_again(void **state)
{
	STORY(1, 1,
		{ 0,         600000, false, false, { REASON_COMPLETED, REASON_STARTED } },
		{ 24 * HOUR, 600000, true,  false, { REASON_AFTER_COMPLETION, REASON_UNCHANGED } },
		{ SECOND,    700000, false, false, { REASON_AFTER_COMPLETION, REASON_PROGRESS } },
		{ HOUR,      960000, false, false, { REASON_AFTER_COMPLETION, REASON_COMPLETED } });
}

/* ... nor by the end of the file, reported every ten minutes. */
static void the_end_of_the_file_is_not_the_end_of_a_passed_part(void **state)
{
	STORY(1, 1,
		{ 0,           600000, false, false, { REASON_COMPLETED, REASON_STARTED } },
		{ 24 * HOUR,   600000, true,  false, { REASON_AFTER_COMPLETION, REASON_UNCHANGED } },
		{ 10 * MINUTE, 700000, false, false, { REASON_AFTER_COMPLETION, REASON_PROGRESS } },
		{ 10 * MINUTE, 800000, false, false, { REASON_AFTER_COMPLETION, REASON_PROGRESS } },
		{ 10 * MINUTE, 900000, false, false, { REASON_AFTER_COMPLETION, REASON_PROGRESS } },
		{ 6 * MINUTE,  960000, false, false, { REASON_AFTER_COMPLETION, REASON_COMPLETED } });
}

static void the_whole_file_may_be_watched_again(void **state)
{
	STORY(2, 2,
		{ 0,         965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } },
		{ 24 * HOUR,      0, true,  false, { REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ SECOND,    250000, false, false, { REASON_STARTED, REASON_BELOW_MINIMUM } },
		{ SECOND,    600000, false, false, { REASON_COMPLETED, REASON_STARTED } },
		{ SECOND,    965000, false, false, { REASON_AFTER_COMPLETION, REASON_COMPLETED } });
}

/* Only its two ends are reported. */
static void the_whole_file_may_be_watched_again_in_silence(void **state)
{
	STORY(2, 2,
		{ 0,           965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } },
		{ 24 * HOUR,        0, true,  false, { REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ 97 * MINUTE, 965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } });
}

static void a_part_that_was_skipped_is_not_watched_again(void **state)
{
	STORY(1, 2,
		{ 0,         965000, false, false, { REASON_COMPLETED, REASON_COMPLETED } },
		{ 24 * HOUR,      0, true,  false, { REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ SECOND,    600000, false, false, { REASON_AFTER_COMPLETION, REASON_STARTED } });
}

/* clang-format on */

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_played_one_after_the_other),
		cmocka_unit_test(completing_the_file_completes_each_part),
		cmocka_unit_test(a_part_that_was_passed_is_completed),
		cmocka_unit_test(a_part_that_was_passed_before_is_not_watched_again),
		cmocka_unit_test(the_end_of_the_file_is_not_the_end_of_a_passed_part),
		cmocka_unit_test(the_whole_file_may_be_watched_again),
		cmocka_unit_test(the_whole_file_may_be_watched_again_in_silence),
		cmocka_unit_test(a_part_that_was_skipped_is_not_watched_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
