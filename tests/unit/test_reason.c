/* SPDX-License-Identifier: MIT */
#include "shared/progress/reason.h"

#include "tests/unit/unit.h"

/* They are part of the API and stored in databases: never change them. */
static void names_and_outcomes_are_stable(void **state)
{
	static const struct row {
		const char *name;
		enum reason reason;
		enum outcome outcome;
	} rows[] = {
		/* clang-format off */
		{ "no-body",            REASON_NO_BODY,            OUTCOME_REFUSED },
		{ "too-large",          REASON_TOO_LARGE,          OUTCOME_REFUSED },
		{ "not-json",           REASON_NOT_JSON,           OUTCOME_REFUSED },
		{ "wrong-shape",        REASON_WRONG_SHAPE,        OUTCOME_REFUSED },
		{ "not-playback",       REASON_NOT_PLAYBACK,       OUTCOME_IGNORED },
		{ "test",               REASON_TEST,               OUTCOME_IGNORED },
		{ "rating",             REASON_RATING,             OUTCOME_IGNORED },
		{ "unmark",             REASON_UNMARK,             OUTCOME_IGNORED },
		{ "unsupported-type",   REASON_UNSUPPORTED_TYPE,   OUTCOME_IGNORED },
		{ "other-user",         REASON_OTHER_USER,         OUTCOME_IGNORED },
		{ "switched-off",       REASON_SWITCHED_OFF,       OUTCOME_IGNORED },
		{ "not-wanted",         REASON_NOT_WANTED,         OUTCOME_IGNORED },
		{ "snoozed",            REASON_SNOOZED,            OUTCOME_IGNORED },
		{ "show-asked",         REASON_SHOW_ASKED,         OUTCOME_WAITING },
		{ "stranger",           REASON_STRANGER,           OUTCOME_WAITING },
		{ "no-identifier",      REASON_NO_IDENTIFIER,      OUTCOME_UNMATCHED },
		{ "incomplete-episode", REASON_INCOMPLETE_EPISODE, OUTCOME_UNMATCHED },
		{ "no-runtime",         REASON_NO_RUNTIME,         OUTCOME_IGNORED },
		{ "no-position",        REASON_NO_POSITION,        OUTCOME_IGNORED },
		{ "too-short",          REASON_TOO_SHORT,          OUTCOME_IGNORED },
		{ "player-silent",      REASON_PLAYER_SILENT,      OUTCOME_IGNORED },
		{ "server-word",        REASON_SERVER_WORD,        OUTCOME_IGNORED },
		{ "below-minimum",      REASON_BELOW_MINIMUM,      OUTCOME_IGNORED },
		{ "stale",              REASON_STALE,              OUTCOME_IGNORED },
		{ "after-completion",   REASON_AFTER_COMPLETION,   OUTCOME_IGNORED },
		{ "no-rewatch",         REASON_NO_REWATCH,         OUTCOME_IGNORED },
		{ "seen-before",        REASON_SEEN_BEFORE,        OUTCOME_DUPLICATE },
		{ "unchanged",          REASON_UNCHANGED,          OUTCOME_DUPLICATE },
		{ "progress",           REASON_PROGRESS,           OUTCOME_TRACKED },
		{ "not-watched",        REASON_NOT_WATCHED,        OUTCOME_TRACKED },
		{ "started",            REASON_STARTED,            OUTCOME_TRACKED },
		{ "completed",          REASON_COMPLETED,          OUTCOME_TRACKED },
		{ "reconciled",         REASON_RECONCILED,         OUTCOME_TRACKED },
		/* clang-format on */
	};

	is_i64("table", "rows", NELEM(rows), REASON__COUNT - 1);
	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		is_text(r->name, "name", reason_name(r->reason), r->name);
		is_text(r->name, "outcome", outcome_name(reason_outcome(r->reason)),
			outcome_name(r->outcome));
	}
}

static void outcome_names_are_stable(void **state)
{
	assert_string_equal(outcome_name(OUTCOME_TRACKED), "tracked");
	assert_string_equal(outcome_name(OUTCOME_DUPLICATE), "duplicate");
	assert_string_equal(outcome_name(OUTCOME_IGNORED), "ignored");
	assert_string_equal(outcome_name(OUTCOME_WAITING), "waiting");
	assert_string_equal(outcome_name(OUTCOME_UNMATCHED), "unmatched");
	assert_string_equal(outcome_name(OUTCOME_REFUSED), "refused");
}

static void every_reason_is_read_back_and_has_a_sentence(void **state)
{
	for (int i = 0; i < REASON__COUNT; i++) {
		const char *name = reason_name((enum reason)i);
		const char *sentence = reason_sentence((enum reason)i);
		enum reason back = REASON__COUNT;

		assert_true(reason_parse(name, &back));
		is_i64(name, "parsed", back, i);
		assert_true(strlen(sentence) > 10);
		is_i64(name, "last sign", sentence[strlen(sentence) - 1], '.');
	}
	for (int i = 0; i < OUTCOME__COUNT; i++) {
		enum outcome back = OUTCOME__COUNT;

		assert_true(outcome_parse(outcome_name((enum outcome)i), &back));
		assert_int_equal(back, i);
	}
}

static void unknown_names_leave_the_result_unchanged(void **state)
{
	static const char *const names[] = { "", "Progress", "progress-", "progress ", "tracke",
		"TRACKED" };
	enum reason reason = REASON_STALE;
	enum outcome outcome = OUTCOME_REFUSED;

	for (size_t i = 0; i < NELEM(names); i++) {
		assert_false(reason_parse(names[i], &reason));
		assert_false(outcome_parse(names[i], &outcome));
	}
	assert_int_equal(reason, REASON_STALE);
	assert_int_equal(outcome, OUTCOME_REFUSED);
}

/* Of several items in one delivery, the weightiest reason is the delivery's. */
static void reasons_with_changes_weigh_most(void **state)
{
	for (int a = 0; a < REASON__COUNT; a++)
		for (int b = 0; b < REASON__COUNT; b++)
			if (reason_outcome((enum reason)a) == OUTCOME_TRACKED &&
				reason_outcome((enum reason)b) != OUTCOME_TRACKED)
				assert_true(a > b);
	assert_true(REASON_COMPLETED > REASON_STARTED);
	assert_true(REASON_STARTED > REASON_PROGRESS);
	assert_true(REASON_UNCHANGED > REASON_AFTER_COMPLETION);
	assert_true(REASON_BELOW_MINIMUM > REASON_NO_IDENTIFIER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_outcomes_are_stable),
		cmocka_unit_test(outcome_names_are_stable),
		cmocka_unit_test(every_reason_is_read_back_and_has_a_sentence),
		cmocka_unit_test(unknown_names_leave_the_result_unchanged),
		cmocka_unit_test(reasons_with_changes_weigh_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
