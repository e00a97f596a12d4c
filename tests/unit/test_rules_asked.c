/* SPDX-License-Identifier: MIT */
/* What a server answers when it is asked, against what its webhooks told. */
#include "shared/progress/rules_asked.h"
#include "shared/progress/state.h"
#include "tests/unit/weigh.h"

#define ASKED  OF_FILM, .is_asked = true, .is_state = true
#define OVER   ASKED, .position = 0, .finished = true, .basis = BASIS_USERDATA_PLAYED
#define AT_(s) ASKED, .position = TICKS(s), .basis = BASIS_USERDATA_POSITION

/* A play that was completed, and one that is open, of the last hours. */
#define DONE_AGO(hours)                                                                            \
	NEVER_SEEN, .has_play = true, .has_completed = true, .share = SHARE_WHOLE,                 \
		    .furthest = SHARE_WHOLE, .started_ms = NOW - (hours)*HOUR - FILM_MS,           \
		    .updated_ms = NOW - (hours)*HOUR
#define OPEN_AGO(hours, at)                                                                        \
	NEVER_SEEN, .has_play = true, .is_open = true, .share = (at), .furthest = (at),            \
		    .started_ms = NOW - (hours)*HOUR - FILM_MS, .updated_ms = NOW - (hours)*HOUR
#define AGO(hours) .started_ms = NOW - (hours)*HOUR

struct row {
	const char *name;
	struct progress was;
	struct report report;
	enum reason reason;
	enum change change;
	bool completes, is_put_off;
	int64_t started_ms, at_ms; /* of a change */
};

/* clang-format off */
static const struct row rows[] = {
	/* Played to its end. */
	{ "nothing known", { NEVER_SEEN }, { OVER, AGO(5) },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, NOW - 5 * HOUR, NOW - 5 * HOUR + FILM_MS },
	{ "nobody knows when", { NEVER_SEEN }, { OVER, .started_ms = UNSAID },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, UNDATED_MS, UNDATED_MS },
	{ "on its way to the end", { NEVER_SEEN }, { OVER, AGO(1) },
	  REASON_UNCHANGED, CHANGE_NONE, false, true, 0, 0 },
	{ "a clock that is ahead", { NEVER_SEEN }, { OVER, AGO(-30) },
	  REASON_UNCHANGED, CHANGE_NONE, false, true, 0, 0 },
	{ "told", { DONE_AGO(4) }, { OVER, AGO(5) },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "told, and only its end was", { DONE_AGO(4), .started_ms = NOW - 4 * HOUR },
	  { OVER, AGO(5) }, REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "told, and the server lost the time", { DONE_AGO(4) }, { OVER, .started_ms = UNSAID },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "again, at once", { DONE_AGO(4) }, { OVER, AGO(3) },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, NOW - 3 * HOUR, NOW - 3 * HOUR + FILM_MS },
	{ "of a day", { DONE_AGO(24), .day_only = true }, { OVER, AGO(13) },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "of another day", { DONE_AGO(24), .day_only = true }, { OVER, AGO(10) },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, NOW - 10 * HOUR,
	  NOW - 10 * HOUR + FILM_MS },
	{ "marked again", { DONE_AGO(9) }, { OVER, AGO(3), .basis = BASIS_EXPLICIT_MARK },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "opened again for a moment",
	  { DONE_AGO(9), .has_sitting = true, .heard_ms = NOW - 3 * HOUR,
	    .memory = { .stopped = true, .told_ms = NOW - 3 * HOUR + MINUTE, .place = MINUTE,
		      .length = FILM_MS } }, { OVER, AGO(3) },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "the end was lost", { OPEN_AGO(3, 400000) }, { OVER, AGO(4) },
	  REASON_RECONCILED, CHANGE_MOVE, true, false, 0, NOW - 4 * HOUR + FILM_MS },
	{ "marked by hand", { OPEN_AGO(3, 400000) }, { OVER, .started_ms = UNSAID },
	  REASON_RECONCILED, CHANGE_MOVE, true, false, 0, NOW - 3 * HOUR },
	{ "being told", { OPEN_AGO(3, 400000), .has_sitting = true, .heard_ms = NOW - MINUTE },
	  { OVER, AGO(4) }, REASON_UNCHANGED, CHANGE_NONE, false, true, 0, 0 },
	{ "before the open play", { OPEN_AGO(3, 400000) }, { OVER, AGO(90) },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, NOW - 90 * HOUR,
	  NOW - 90 * HOUR + FILM_MS },
	{ "before the open play, and known", { OPEN_AGO(3, 400000), .has_completed = true },
	  { OVER, AGO(90) }, REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	/* At a position. */
	{ "nothing known of it", { NEVER_SEEN }, { AT_(400000), AGO(5) },
	  REASON_RECONCILED, CHANGE_CREATE, false, false, NOW - 5 * HOUR,
	  NOW - 5 * HOUR + FILM_MS },
	{ "hardly begun", { NEVER_SEEN }, { AT_(20000), AGO(5) },
	  REASON_BELOW_MINIMUM, CHANGE_NONE, false, false, 0, 0 },
	{ "the same position", { OPEN_AGO(3, 400000) }, { AT_(400000), AGO(4) },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "another position", { OPEN_AGO(3, 400000) }, { AT_(600000), AGO(4) },
	  REASON_RECONCILED, CHANGE_MOVE, false, false, 0, NOW - 4 * HOUR + FILM_MS },
	{ "told further by others", { OPEN_AGO(3, 600000) }, { AT_(400000), AGO(20) },
	  REASON_STALE, CHANGE_NONE, false, false, 0, 0 },
	{ "being told further", { OPEN_AT(400000) }, { AT_(350000), AGO(1) },
	  REASON_UNCHANGED, CHANGE_NONE, false, true, 0, 0 },
	{ "again, to the middle", { DONE_AGO(9) }, { AT_(400000), AGO(3) },
	  REASON_RECONCILED, CHANGE_CREATE, false, false, NOW - 3 * HOUR,
	  NOW - 3 * HOUR + FILM_MS },
	{ "left over", { DONE_AGO(9) }, { AT_(400000), AGO(30) },
	  REASON_UNCHANGED, CHANGE_NONE, false, false, 0, 0 },
	{ "no runtime", { NEVER_SEEN }, { AT_(400000), AGO(3), .duration = UNSAID },
	  REASON_NO_RUNTIME, CHANGE_NONE, false, false, 0, 0 },
	{ "at the end, of a file with several", { NEVER_SEEN }, { AT_(SHARE_WHOLE), AGO(5) },
	  REASON_RECONCILED, CHANGE_CREATE, true, false, NOW - 5 * HOUR,
	  NOW - 5 * HOUR + FILM_MS },
	/* Both: played once, and begun again. */
	{ "begun again", { DONE_AGO(9) }, { AT_(300000), AGO(3), .finished = true },
	  REASON_RECONCILED, CHANGE_CREATE, false, false, NOW - 3 * HOUR,
	  NOW - 3 * HOUR + FILM_MS },
	{ "marked while it was under way", { OPEN_AGO(3, 300000) },
	  { AT_(300000), AGO(4), .finished = true },
	  REASON_RECONCILED, CHANGE_MOVE, true, false, 0, NOW - 4 * HOUR + FILM_MS },
};
/* clang-format on */

static void what_is_asked_for_is_one_play_with_what_was_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct row *r = &rows[i];
		const struct decision got = weigh_at(r->was, r->report, NOW);

		is_reason(r->name, got.reason, r->reason);
		is_i64(r->name, "change", got.change, r->change);
		is_i64(r->name, "completes", got.completes, r->completes);
		is_i64(r->name, "put off", got.is_put_off, r->is_put_off);
		assert_true(got.is_apart);
		if (r->change == CHANGE_NONE)
			continue;
		is_i64(r->name, "at", got.at_ms, r->at_ms);
		if (r->change == CHANGE_CREATE)
			is_i64(r->name, "started", got.started_ms, r->started_ms);
	}
}

/* Whatever the times are, no play ends before it began. */
static void odd_times_break_no_order(void **state)
{
	static const int64_t times[] = { UNSAID, 1, NOW - 9 * HOUR, NOW - 1, NOW, NOW + HOUR,
		INT64_C(253402300799999) };

	(void)state;
	for (size_t i = 0; i < NELEM(times); i++) {
		const struct report reports[] = { { OVER, .started_ms = times[i] },
			{ AT_(400000), .started_ms = times[i] },
			{ OVER, .started_ms = times[i], .duration = INT64_MAX } };

		for (size_t j = 0; j < NELEM(reports); j++) {
			const struct decision got =
				weigh_at((struct progress){ NEVER_SEEN }, reports[j], NOW);

			assert_true(got.change == CHANGE_NONE || got.started_ms <= got.at_ms);
			assert_true(got.at_ms <= NOW);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_for_is_one_play_with_what_was_told),
		cmocka_unit_test(odd_times_break_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
