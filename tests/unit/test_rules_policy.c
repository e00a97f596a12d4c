/* SPDX-License-Identifier: MIT */
/* What the policy of an integration changes in the rules, one table each. */
#include "tests/unit/weigh.h"

static struct decision weigh_by(
	const struct limits *limits, struct progress was, struct report r, int64_t now_ms)
{
	struct decision decision;

	if (r.file_duration == 0) {
		r.file_position = r.position;
		r.file_duration = r.duration;
	}
	rules_weigh(limits, &was, &r, now_ms, &decision);
	return decision;
}

#define LEFT(from, to, minutes)                                                                    \
	{                                                                                          \
		.start = (from), .complete = (to), .minutes_left = (minutes)                       \
	}

/* ---- less than so many minutes left ---- */

static void little_that_is_left_completes(void **state)
{
	static const struct row {
		const char *name;
		int64_t position, duration, units_per_ms;
		struct limits limits;
		bool completes;
	} rows[] = {
		/* clang-format off */
		{ "exactly four minutes", 56 * MINUTE, 60 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "a moment less",    56 * MINUTE + 1, 60 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "without the rule", 56 * MINUTE + 1, 60 * MINUTE, 1, LEFT(200, 9500, 0), false },
		{ "in ticks", (INT64_C(56) * MINUTE + 1) * 10000, 36000000000, 10000,
			LEFT(200, 9500, 4), true },
		{ "a share and no time",          999,        1000, 0, LEFT(200, 9999, 60), false },
		{ "the limit in per cent still counts", 58 * MINUTE, 60 * MINUTE, 1,
			LEFT(200, 9000, 1), true },
		{ "a clip, in its first half", MINUTE, 3 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "half of it",            3 * MINUTE, 6 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "past its half",     3 * MINUTE + 1, 6 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "not started",           4 * MINUTE, 6 * MINUTE, 1, LEFT(7000, 9500, 4), false },
		{ "past the end",         61 * MINUTE, 60 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "no length",            61 * MINUTE, UNSAID, 1, LEFT(200, 9500, 4), false },
		{ "no position",               UNSAID, 60 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "the largest numbers", INT64_MAX - 1, INT64_MAX, 10000, LEFT(0, 9999, 60), true },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_i64(r->name, "completes",
			limits_complete(&r->limits, r->position, r->duration, r->units_per_ms),
			r->completes);
}

static void a_server_may_say_played_as_soon_as_little_can_be_left(void **state)
{
	static const struct limits four = LEFT(200, 9500, 4);

	is_i64("no rule", "end", limits_end_ms(&usual, FILM_MS), 95 * MINUTE);
	is_i64("4 of 100", "end", limits_end_ms(&four, FILM_MS), 95 * MINUTE);
	is_i64("4 of 20", "end", limits_end_ms(&four, 20 * MINUTE), 16 * MINUTE);
	is_i64("4 of 6", "end", limits_end_ms(&four, 6 * MINUTE), 3 * MINUTE);
}

static void an_episode_with_little_left_is_completed(void **state)
{
	static const struct limits ten = LEFT(200, 9500, 10);
	struct progress was = { OPEN_AT(890000) };
	struct report before = { TICK_AT(900000) }, after = { TICK_AT(900010) };

	is_reason("ten left", weigh_by(&ten, was, before, NOW).reason, REASON_PROGRESS);
	is_reason("less", weigh_by(&ten, was, after, NOW).reason, REASON_COMPLETED);
	is_reason("usual", weigh_by(&usual, was, after, NOW).reason, REASON_PROGRESS);
}

/* ---- played again ---- */

static void what_is_never_recorded_again_says_so(void **state)
{
	static const struct limits never = {
		.start = LIMIT_START, .complete = LIMIT_COMPLETE, .rewatch = REWATCH_NEVER
	};
	static const struct row {
		const char *name;
		struct progress was;
		struct report r;
		enum reason usual, never;
	} rows[] = {
		/* clang-format off */
		{ "the first time", { NEVER_SEEN }, { TICK_AT(500000) },
			REASON_STARTED, REASON_STARTED },
		{ "the first time, to its end", { NEVER_SEEN }, { TICK_AT(960000) },
			REASON_COMPLETED, REASON_COMPLETED },
		{ "the rest of the sitting", { COMPLETED }, { TICK_AT(970000) },
			REASON_AFTER_COMPLETION, REASON_AFTER_COMPLETION },
		{ "its beginning a day later", { COMPLETED_ONCE }, { TICK_AT(10000) },
			REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM },
		{ "a day later", { COMPLETED_ONCE }, { TICK_AT(500000) },
			REASON_STARTED, REASON_NO_REWATCH },
		{ "a Play in the middle", { COMPLETED }, { PLAY_AT(500000) },
			REASON_STARTED, REASON_NO_REWATCH },
		{ "one that is open already", { OPEN_AT(400000), .has_completed = true },
			{ TICK_AT(500000) }, REASON_PROGRESS, REASON_PROGRESS },
		{ "... and its end", { OPEN_AT(940000), .has_completed = true },
			{ TICK_AT(960000) }, REASON_COMPLETED, REASON_COMPLETED },
		{ "a mark of what is completed", { COMPLETED_ONCE }, { MARKED },
			REASON_AFTER_COMPLETION, REASON_AFTER_COMPLETION },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct decision got = weigh_by(&never, r->was, r->r, NOW);

		is_reason(r->name, weigh_by(&usual, r->was, r->r, NOW).reason, r->usual);
		is_reason(r->name, got.reason, r->never);
		if (got.reason == REASON_NO_REWATCH)
			is_i64(r->name, "change", got.change, CHANGE_NONE);
	}
}

/* ---- at least half of it really watched ---- */

static const struct limits half = {
	.start = LIMIT_START, .complete = LIMIT_COMPLETE, .wants_half = true
};

/* A report so many minutes after the one before. */
struct step {
	int after;
	struct report r;
	enum reason want;
	int watched; /* minutes; 0: not compared */
};

static void follow(const char *name, const struct limits *limits, const struct step *steps)
{
	struct progress s = { NEVER_SEEN };
	int64_t now_ms = NOW;

	for (const struct step *step = steps; step->want != REASON_NONE; step++) {
		struct decision got;

		now_ms += (int64_t)step->after * MINUTE;
		got = weigh_by(limits, s, step->r, now_ms);
		is_reason(name, got.reason, step->want);
		if (step->watched > 0)
			is_i64(name, "minutes watched", got.watched_ms / MINUTE, step->watched);
		keep_decision(&s, &got);
	}
}

#define PAUSE_AT(share) TICK_AT(share), .paused = true

static void seeking_to_the_end_is_not_watching(void **state)
{
	/* clang-format off */
	static const struct step seek[] = {
		{ 0, { PLAY_AT(0) },        REASON_BELOW_MINIMUM, 0 },
		{ 5, { TICK_AT(50000) },    REASON_STARTED, 5 },
		{ 0, { TICK_AT(960000) },   REASON_NOT_WATCHED, 5 },
		{ 0, { TICK_AT(960000) },   REASON_UNCHANGED, 0 },
		{ 3, { TICK_AT(990000) },   REASON_NOT_WATCHED, 8 },
		{ 0, { PLAYED },            REASON_NOT_WATCHED, 8 },
		{ 0 } };
	static const struct step whole[] = {
		{ 0,  { PLAY_AT(0) },       REASON_BELOW_MINIMUM, 0 },
		{ 30, { TICK_AT(300000) },  REASON_STARTED, 30 },
		{ 30, { TICK_AT(600000) },  REASON_PROGRESS, 60 },
		{ 36, { TICK_AT(960000) },  REASON_COMPLETED, 96 },
		{ 0 } };
	static const struct step both_ends_only[] = {
		{ 0,   { PLAY_AT(0) },      REASON_BELOW_MINIMUM, 0 },
		{ 100, { PLAYED, .ends_sitting = true }, REASON_COMPLETED, 100 },
		{ 0 } };
	static const struct step double_speed[] = {
		{ 0,  { PLAY_AT(0) },       REASON_BELOW_MINIMUM, 0 },
		{ 25, { TICK_AT(500000) },  REASON_STARTED, 50 },
		{ 0,  { TICK_AT(960000) },  REASON_COMPLETED, 50 },
		{ 0 } };
	static const struct step paused[] = {
		{ 0,  { PLAY_AT(0) },       REASON_BELOW_MINIMUM, 0 },
		{ 10, { PAUSE_AT(100000) }, REASON_STARTED, 10 },
		{ 90, { TICK_AT(960000) },  REASON_NOT_WATCHED, 10 },
		{ 0 } };
	static const struct step lost[] = { /* it had the time for it */
		{ 0,  { PLAY_AT(0) },       REASON_BELOW_MINIMUM, 0 },
		{ 10, { TICK_AT(100000) },  REASON_STARTED, 10 },
		{ 90, { TICK_AT(960000) },  REASON_COMPLETED, 96 },
		{ 0 } };
	static const struct step back[] = {
		{ 0,  { PLAY_AT(0) },       REASON_BELOW_MINIMUM, 0 },
		{ 1,  { TICK_AT(960000) },  REASON_NOT_WATCHED, 2 },
		{ 0,  { TICK_AT(100000) },  REASON_PROGRESS, 2 },
		{ 50, { TICK_AT(600000) },  REASON_PROGRESS, 52 },
		{ 0,  { TICK_AT(960000) },  REASON_COMPLETED, 52 },
		{ 0 } };
	static const struct step first_word[] = { /* of one that nothing is known of */
		{ 0, { TICK_AT(960000) },   REASON_NOT_WATCHED, 0 },
		{ 0 } };
	static const struct step mark[] = {
		{ 0, { MARKED },            REASON_COMPLETED, 0 },
		{ 0 } };
	static const struct step a_share_only[] = {
		{ 0, { TICK_AT(960000), .units_per_ms = 0 }, REASON_COMPLETED, 0 },
		{ 0 } };
	static const struct { const char *name; const struct step *steps; } stories[] = {
		{ "a seek", seek }, { "the whole", whole }, { "both ends", both_ends_only },
		{ "double speed", double_speed }, { "paused", paused }, { "lost ticks", lost },
		{ "back to the front", back }, { "the first word", first_word },
		{ "a mark", mark }, { "a share", a_share_only } };
	/* clang-format on */

	for (size_t i = 0; i < NELEM(stories); i++)
		follow(stories[i].name, &half, stories[i].steps);
}

static void what_was_there_before_the_count_counts(void **state)
{
	struct progress was = { OPEN_AT(600000), .watched_ms = UNSAID };
	struct report end = { TICK_AT(960000) };

	is_reason("60 %", weigh_by(&half, was, end, NOW).reason, REASON_COMPLETED);
	was = (struct progress){ OPEN_AT(400000), .watched_ms = UNSAID };
	is_reason("40 %", weigh_by(&half, was, end, NOW).reason, REASON_NOT_WATCHED);
	is_i64("usual", "not counted", weigh_by(&usual, was, end, NOW).watched_ms, UNSAID);
}

/* A completion that was dated before the open play makes no second open one. */
static void an_earlier_end_opens_nothing(void **state)
{
	struct progress was = { OPEN_AT(500000), .started_ms = NOW - HOUR,
		.updated_ms = NOW - MINUTE, .watched_ms = UNSAID };
	struct report end = { TICK_AT(960000), .at_ms = NOW - 2 * MINUTE, .is_older = true };

	was.furthest = 0;
	is_reason("older", weigh_by(&half, was, end, NOW).reason, REASON_STALE);
	is_i64("older", "change", weigh_by(&half, was, end, NOW).change, CHANGE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(little_that_is_left_completes),
		cmocka_unit_test(a_server_may_say_played_as_soon_as_little_can_be_left),
		cmocka_unit_test(an_episode_with_little_left_is_completed),
		cmocka_unit_test(what_is_never_recorded_again_says_so),
		cmocka_unit_test(seeking_to_the_end_is_not_watching),
		cmocka_unit_test(what_was_there_before_the_count_counts),
		cmocka_unit_test(an_earlier_end_opens_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
