/* SPDX-License-Identifier: MIT */
/*
 * "More of what was just completed" versus "watched again". Told as stories:
 * the reports, and what each must lead to.
 */
#include "tests/unit/weigh.h"

enum what {
	TICK,  /* share is the position */
	PLAY,  /* share is the position */
	AGAIN, /* a Play of what the server calls played already */
	PAUSE,
	STOP, /* without a position, as Jellyfin's after a few seconds */
	WORD, /* the server's bare "played" */
	MARK, /* set by a person */
	END,  /* a natural end, reported by the player with its position */
};

struct step {
	int64_t after_ms; /* the previous step */
	enum what what;
	int64_t share;
	enum reason reason;
	const char *session; /* or NULL */
	int64_t sent_ago_ms; /* 0: the sender gives no time */
};

static struct report report_of(const struct step *step, int64_t now_ms)
{
	struct report r = { TICK_AT(0) };

	r.position = TICKS(step->share);
	r.session = step->session;
	r.starts_sitting = step->what == PLAY || step->what == AGAIN;
	r.was_played = step->what == AGAIN;
	r.paused = step->what == PAUSE;
	r.ends_sitting = step->what == STOP || step->what == WORD || step->what == END;
	r.finished = step->what >= WORD;
	if (r.ends_sitting || step->what == MARK)
		r.position = UNSAID;
	if (step->what == END)
		r.position = TICKS(step->share);
	if (step->what == WORD)
		r.basis = BASIS_USERDATA_PLAYED;
	if (step->what == MARK)
		r.basis = BASIS_EXPLICIT_MARK;
	if (step->sent_ago_ms > 0)
		r.at_ms = now_ms - step->sent_ago_ms;
	return r;
}

static unsigned session_bit(const char *session)
{
	return session ? 1U << (session[0] - 'a') : 0;
}

/* Replays the story for a new item; returns the number of plays. */
static int tell_steps(const char *name, const struct step *steps, size_t count)
{
	struct progress was = { NEVER_SEEN };
	unsigned done = 0; /* one bit per session, by its letter */
	int64_t now_ms = NOW;
	int plays = 0;

	for (size_t i = 0; i < count; i++) {
		struct report r;
		struct decision decision;
		char where[200];

		now_ms += steps[i].after_ms;
		r = report_of(&steps[i], now_ms);
		was.session_done = (done & session_bit(r.session)) != 0;
		decision = weigh_at(was, r, now_ms);
		snprintf(where, sizeof(where), "%s, step %zu", name, i + 1);
		is_reason(where, decision.reason, steps[i].reason);
		plays += decision.change == CHANGE_CREATE;
		keep_decision(&was, &decision);
		if (decision.completes)
			done |= session_bit(decision.told_by);
	}
	return plays;
}

#define STORY(expected_plays, ...)                                                                 \
	do {                                                                                       \
		static const struct step steps_[] = { __VA_ARGS__ };                               \
		int plays_ = tell_steps(__func__, steps_, NELEM(steps_));                          \
                                                                                                   \
		is_i64(__func__, "number of plays", plays_, expected_plays);                       \
	} while (0)

/* clang-format off */

/* ---- more of the same sitting ---- */

static void reports_after_a_completion_are_after_completion(void **state)
{
	STORY(1,
		{ 0,      PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE, TICK, 300000, REASON_STARTED, NULL, 0 },
		{ MINUTE, TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, TICK, 961000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, TICK, 960000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, TICK, 400000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, MARK,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, TICK,      0, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void a_sitting_lasts_while_reports_arrive(void **state)
{
	STORY(1,
		{ 0,           TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 10 * MINUTE, TICK, 970000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 10 * MINUTE, TICK, 400000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 10 * MINUTE, TICK, 410000, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void ten_minutes_and_a_ms_of_silence_end_it(void **state)
{
	STORY(2,
		{ 0,               TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 10 * MINUTE,     TICK, 400000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 10 * MINUTE + 1, TICK, 400000, REASON_STARTED, NULL, 0 });
}

/* The sitting's Play is answered: the next one may have been lost. */
static void silence_ends_a_completed_sitting_with_a_play_too(void **state)
{
	STORY(2,
		{ 0,           PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,      TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 11 * MINUTE, TICK, 300000, REASON_STARTED, NULL, 0 });
}

/* ---- another sitting ---- */

static void a_play_event_begins_another_viewing(void **state)
{
	STORY(2,
		{ 0,      TICK, 962000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND, TICK,  20100, REASON_STARTED, NULL, 0 },
		{ SECOND, TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, TICK, 970000, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void a_play_in_the_middle_begins_one_too(void **state)
{
	STORY(2,
		{ 0,      TICK, 962000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, PLAY, 417000, REASON_STARTED, NULL, 0 });
}

/* A Play without a position is still a Play. */
static void a_play_event_without_effect_still_counts(void **state)
{
	struct progress was = { COMPLETED };
	struct report r = { PLAY_AT(0) };
	struct decision decision;

	r.position = UNSAID;
	decision = weigh_at(was, r, NOW);
	is_reason("Play", decision.reason, REASON_NO_POSITION);
	assert_false(decision.sitting_done);
	assert_int_equal(decision.play_event_ms, NOW);
	assert_int_equal(decision.heard_ms, NOW);
	keep_decision(&was, &decision);
	r = (struct report){ TICK_AT(500000) };
	is_reason("tick", weigh_at(was, r, NOW + SECOND).reason,
		REASON_STARTED);
}

static void another_session_begins_another_viewing(void **state)
{
	STORY(2,
		{ 0,      TICK, 300000, REASON_STARTED, "a", 0 },
		{ SECOND, TICK, 970000, REASON_COMPLETED, "a", 0 },
		{ SECOND, TICK, 980000, REASON_AFTER_COMPLETION, "a", 0 },
		{ SECOND, TICK,  10000, REASON_BELOW_MINIMUM, "b", 0 },
		{ SECOND, TICK, 300000, REASON_STARTED, "b", 0 },
		{ SECOND, TICK, 990000, REASON_COMPLETED, "b", 0 });
}

/* However long the pause: the player's id outweighs the silence. */
static void the_same_session_is_the_same_sitting(void **state)
{
	STORY(1,
		{ 0,        TICK, 970000, REASON_COMPLETED, "a", 0 },
		{ HOUR,     TICK, 980000, REASON_AFTER_COMPLETION, "a", 0 },
		{ 8 * HOUR, TICK, 100000, REASON_AFTER_COMPLETION, "a", 0 });
}

/* A sender that names a session once and then not: silence decides. */
static void without_a_session_silence_decides(void **state)
{
	STORY(2,
		{ 0,           TICK, 970000, REASON_COMPLETED, "a", 0 },
		{ SECOND,      TICK, 300000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,      TICK, 300000, REASON_AFTER_COMPLETION, "a", 0 },
		{ 11 * MINUTE, TICK, 300000, REASON_STARTED, NULL, 0 });
}

/*
 * An open play continues in the next sitting: stopped on Monday, finished
 * today.
 */
static void an_open_play_survives_its_sitting(void **state)
{
	STORY(1,
		{ 0,         TICK, 300000, REASON_STARTED, NULL, 0 },
		{ 30 * HOUR, PLAY, 300000, REASON_UNCHANGED, NULL, 0 },
		{ SECOND,    TICK, 301000, REASON_PROGRESS, NULL, 0 },
		{ 30 * HOUR, TICK, 970000, REASON_COMPLETED, NULL, 0 });
	STORY(1,
		{ 0,         TICK, 300000, REASON_STARTED, "a", 0 },
		{ 30 * HOUR, TICK, 301000, REASON_PROGRESS, "b", 0 },
		{ SECOND,    TICK, 970000, REASON_COMPLETED, "b", 0 });
}

/* ---- a repeated 100 % never makes a second play ---- */

static void a_repeated_completion_after_silence_makes_no_second_play(void **state)
{
	STORY(1,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ HOUR,      TICK, 960000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ HOUR,      TICK, 1000000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR, END,  1000000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR, MARK, 0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR, WORD, 0, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void a_start_below_the_minimum_makes_no_play(void **state)
{
	STORY(1,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, TICK,  10000, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND,    TICK, 970000, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void after_silence_a_new_viewing_still_counts(void **state)
{
	STORY(2,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, TICK, 960000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR, TICK,  30000, REASON_STARTED, NULL, 0 },
		{ SECOND,    TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ HOUR,      TICK, 960000, REASON_AFTER_COMPLETION, NULL, 0 });
}

/* Kodi, offline: of a whole second viewing only the end arrived. */
static void another_session_may_consist_of_its_end(void **state)
{
	STORY(2,
		{ 0,         TICK, 970000, REASON_COMPLETED, "a", 0 },
		{ 24 * HOUR, END,  990000, REASON_COMPLETED, "b", 0 },
		{ SECOND,    END,  990000, REASON_AFTER_COMPLETION, "b", 0 });
}

/* Watched yesterday without a network, reported after today's viewing. */
static void a_viewing_reported_late_counts_once(void **state)
{
	STORY(2,
		{ 0,      TICK, 970000, REASON_COMPLETED, "b", SECOND },
		{ HOUR,   END,  990000, REASON_COMPLETED, "a", 24 * HOUR },
		{ SECOND, END,  990000, REASON_AFTER_COMPLETION, "a", 24 * HOUR },
		{ SECOND, TICK, 980000, REASON_AFTER_COMPLETION, "b", SECOND });
}

/* ---- Jellyfin 12 keeps the "played" of the previous viewing ---- */

static void leftover_played_does_not_count(void **state)
{
	STORY(1,
		{ 0,               TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR,       PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,          WORD,      0, REASON_SERVER_WORD, NULL, 0 });
}

/* 95 of 100 minutes at double speed, to the millisecond. */
static void played_counts_when_the_end_can_have_been_reached(void **state)
{
	STORY(1,
		{ 0,               TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR,       PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 47 * MINUTE + 30 * SECOND - 1, WORD, 0, REASON_SERVER_WORD, NULL, 0 });
	STORY(2,
		{ 0,               TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR,       PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 47 * MINUTE + 30 * SECOND, WORD, 0, REASON_COMPLETED, NULL, 0 },
		{ SECOND,          WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 });
}

/* Half of 100 minutes, when it was called played at its Play already. */
static void a_word_that_is_no_news_needs_half_the_runtime(void **state)
{
	STORY(0,
		{ 0,               AGAIN,     0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 50 * MINUTE - 1, WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1,
		{ 0,               AGAIN,     0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 50 * MINUTE,     WORD,      0, REASON_COMPLETED, NULL, 0 });
	STORY(1,
		{ 0,               AGAIN, 900000, REASON_STARTED, NULL, 0 },
		{ 10 * MINUTE,     WORD,      0, REASON_SERVER_WORD, NULL, 0 });
}

/* If only Play and Stop are sent, nothing comes in between. */
static void silence_between_play_and_stop_does_not_end_the_sitting(void **state)
{
	STORY(2,
		{ 0,           PLAY, 0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 99 * MINUTE, WORD, 0, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR,   PLAY, 0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 99 * MINUTE, WORD, 0, REASON_COMPLETED, NULL, 0 });
}

static void without_any_play_event_played_does_not_count_again(void **state)
{
	STORY(1,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void without_a_runtime_played_does_not_count_again(void **state)
{
	struct progress was = { COMPLETED_ONCE,
		.play_event_ms = NOW - 99 * MINUTE,
		.heard_ms = NOW - 99 * MINUTE, .sitting_done = false };
	struct report r = { PLAYED };

	is_reason("known", weigh_at(was, r, NOW).reason, REASON_COMPLETED);
	r.duration = UNSAID;
	is_reason("unknown", weigh_at(was, r, NOW).reason,
		REASON_AFTER_COMPLETION);
}

static void played_counts_where_nothing_else_is_known(void **state)
{
	STORY(1, { 0, WORD, 0, REASON_COMPLETED, NULL, 0 });
	STORY(1,
		{ 0,      STOP, 0, REASON_NO_POSITION, NULL, 0 },
		{ SECOND, WORD, 0, REASON_COMPLETED, NULL, 0 });
}

static void what_was_told_outranks_played(void **state)
{
	STORY(0,
		{ 0,      PLAY, 0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND, WORD, 0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1,
		{ 0,      TICK, 910000, REASON_STARTED, NULL, 0 },
		{ SECOND, WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1, /* 4 % of 100 minutes take two minutes at double speed */
		{ 0,              TICK, 910000, REASON_STARTED, NULL, 0 },
		{ 2 * MINUTE - 1, WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1,
		{ 0,              TICK, 910000, REASON_STARTED, NULL, 0 },
		{ 2 * MINUTE,     WORD,      0, REASON_COMPLETED, NULL, 0 });
}

/* The idle check stops it again; a clock that was set back proves nothing. */
static void a_repeated_stop_gains_no_time(void **state)
{
	STORY(1,
		{ 0,          PLAY, 400000, REASON_STARTED, NULL, 0 },
		{ SECOND,     WORD,      0, REASON_SERVER_WORD, NULL, 0 },
		{ HOUR,       WORD,      0, REASON_SERVER_WORD, NULL, 0 },
		{ 24 * HOUR,  WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1,
		{ 0,          TICK, 400000, REASON_STARTED, NULL, 0 },
		{ -HOUR,      WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1, /* a tick that was under way */
		{ 0,          PLAY, 900000, REASON_STARTED, NULL, 0 },
		{ SECOND,     WORD,      0, REASON_SERVER_WORD, NULL, 0 },
		{ SECOND,     TICK, 900200, REASON_PROGRESS, NULL, 0 },
		{ 9 * MINUTE, WORD,      0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1, /* it plays on: the next Play was lost */
		{ 0,          PLAY, 900000, REASON_STARTED, NULL, 0 },
		{ SECOND,     WORD,      0, REASON_SERVER_WORD, NULL, 0 },
		{ SECOND,     TICK, 910000, REASON_PROGRESS, NULL, 0 },
		{ 3 * MINUTE, WORD,      0, REASON_COMPLETED, NULL, 0 });
}

static void paused_time_does_not_count(void **state)
{
	STORY(1,
		{ 0,          PLAY,  400000, REASON_STARTED, NULL, 0 },
		{ SECOND,     PAUSE, 400100, REASON_PROGRESS, NULL, 0 },
		{ 3 * HOUR,   WORD,       0, REASON_SERVER_WORD, NULL, 0 });
	STORY(1,
		{ 0,          PAUSE, 400000, REASON_STARTED, NULL, 0 },
		{ 3 * HOUR,   TICK,  400000, REASON_UNCHANGED, NULL, 0 },
		{ HOUR,       WORD,       0, REASON_COMPLETED, NULL, 0 });
}

/* The second viewing is open: its own position counts. */
static void leftover_played_does_not_end_a_second_viewing(void **state)
{
	STORY(2,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, AGAIN,     0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,    TICK, 226000, REASON_STARTED, NULL, 0 },
		{ SECOND,    WORD,      0, REASON_SERVER_WORD, NULL, 0 },
		{ SECOND,    TICK, 500000, REASON_PROGRESS, NULL, 0 },
		{ SECOND,    WORD,      0, REASON_SERVER_WORD, NULL, 0 });
}

/* ---- one end of the viewing before, overtaken by the next Play ---- */

static void a_late_tick_of_the_credits_belongs_to_the_viewing_before(void **state)
{
	STORY(2,
		{ 0,      PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ HOUR,   TICK, 970000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND, TICK, 972000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND, WORD,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ MINUTE, TICK,  50000, REASON_STARTED, NULL, 0 });
	STORY(1, /* ... which it completes, when that was not done yet */
		{ 0,      PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ HOUR,   TICK, 940000, REASON_STARTED, NULL, 0 },
		{ SECOND, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND, TICK, 952000, REASON_COMPLETED, NULL, 0 },
		{ SECOND, TICK,  10000, REASON_BELOW_MINIMUM, NULL, 0 });
}

static void a_seek_to_the_end_of_a_fresh_film_counts(void **state)
{
	STORY(1,
		{ 0,      PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND, TICK, 999000, REASON_COMPLETED, NULL, 0 });
	STORY(2, /* and long after, or ten seconds into, another viewing */
		{ 0,           TICK, 970000, REASON_COMPLETED, NULL, 0 },
		{ 11 * MINUTE, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ SECOND,      TICK, 999000, REASON_COMPLETED, NULL, 0 });
	STORY(2,
		{ 0,               TICK, 970000, REASON_COMPLETED, NULL, 0 },
		{ SECOND,          PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 10 * SECOND + 1, TICK, 999000, REASON_COMPLETED, NULL, 0 });
}

/* ---- marks ---- */

static void a_mark_is_not_taken_back_by_what_runs_on(void **state)
{
	STORY(2,
		{ 0,           PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,      TICK, 100000, REASON_STARTED, NULL, 0 },
		{ SECOND,      MARK,      0, REASON_COMPLETED, NULL, 0 },
		{ SECOND,      TICK, 101000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ HOUR,        TICK, 800000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,      STOP,      0, REASON_NO_POSITION, NULL, 0 },
		{ 24 * HOUR,   PLAY, 100000, REASON_STARTED, NULL, 0 });
}

static void a_mark_of_what_is_completed_makes_no_second_play(void **state)
{
	STORY(1,
		{ 0,           MARK,      0, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR,   MARK,      0, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR,   PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ 2 * HOUR,    MARK,      0, REASON_AFTER_COMPLETION, NULL, 0 });
}

static void a_person_may_end_a_second_viewing(void **state)
{
	STORY(2,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,    TICK, 226000, REASON_STARTED, NULL, 0 },
		{ SECOND,    MARK,      0, REASON_COMPLETED, NULL, 0 },
		{ SECOND,    MARK,      0, REASON_AFTER_COMPLETION, NULL, 0 });
}

/* Stopped after a minute: tomorrow's report does not belong to that Play. */
static void a_stop_ends_its_play(void **state)
{
	STORY(1,
		{ 0,         TICK, 960000, REASON_COMPLETED, NULL, 0 },
		{ 24 * HOUR, PLAY,      0, REASON_BELOW_MINIMUM, NULL, 0 },
		{ MINUTE,    STOP,      0, REASON_NO_POSITION, NULL, 0 },
		{ 24 * HOUR, WORD,      0, REASON_SERVER_WORD, NULL, 0 });
}

/* Posts may arrive twice; resuming in the credits continues the old viewing. */
static void a_play_in_the_credits_starts_no_viewing(void **state)
{
	STORY(1,
		{ 0,         PLAY, 970000, REASON_COMPLETED, NULL, 0 },
		{ SECOND,    PLAY, 970000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,    TICK, 971000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ 24 * HOUR, PLAY, 970000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,    TICK, 971000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,    TICK, 971000, REASON_AFTER_COMPLETION, NULL, 0 });
	STORY(1,
		{ 0,         PLAY, 970000, REASON_COMPLETED, NULL, 0 },
		{ SECOND,    PLAY, 970000, REASON_AFTER_COMPLETION, NULL, 0 },
		{ SECOND,    TICK, 560000, REASON_AFTER_COMPLETION, NULL, 0 });
}

/* ---- late reports ---- */

/* A repeat of the old end does not end the new viewing. */
static void a_completed_session_completes_nothing_more(void **state)
{
	STORY(2,
		{ 0,      TICK, 970000, REASON_COMPLETED, "a", SECOND },
		{ MINUTE, TICK, 300000, REASON_STARTED, "b", SECOND },
		{ MINUTE, TICK, 980000, REASON_AFTER_COMPLETION, "a", 3 * MINUTE },
		{ SECOND, END,  990000, REASON_AFTER_COMPLETION, "a", 3 * MINUTE },
		{ SECOND, TICK, 310000, REASON_PROGRESS, "b", SECOND },
		{ MINUTE, TICK, 980000, REASON_COMPLETED, "b", SECOND },
		{ HOUR,   TICK, 980000, REASON_AFTER_COMPLETION, "a", 2 * HOUR });
}

static void a_late_tick_of_the_previous_session_changes_no_sitting(void **state)
{
	STORY(1,
		{ 0,      TICK, 300000, REASON_STARTED, "a", SECOND },
		{ MINUTE, TICK, 970000, REASON_COMPLETED, "b", SECOND },
		{ MINUTE, TICK, 400000, REASON_STALE, "a", 10 * MINUTE },
		{ SECOND, TICK, 980000, REASON_AFTER_COMPLETION, "b", SECOND });
	STORY(2,
		{ 0,      TICK, 970000, REASON_COMPLETED, "a", SECOND },
		{ MINUTE, TICK, 300000, REASON_STARTED, "b", SECOND },
		{ MINUTE, TICK, 980000, REASON_COMPLETED, "b", SECOND },
		{ MINUTE, TICK, 500000, REASON_AFTER_COMPLETION, "a", 10 * MINUTE },
		{ SECOND, TICK, 981000, REASON_AFTER_COMPLETION, "b", MINUTE },
		{ SECOND, TICK, 990000, REASON_AFTER_COMPLETION, "b", SECOND });
}

static void a_late_tick_does_not_turn_the_clock_back(void **state)
{
	struct progress was = { OPEN_AT(300000) };
	struct report r = { TICK_AT(200000), .at_ms = NOW - 5 * MINUTE };
	struct decision decision = weigh_at(was, r, NOW);

	is_reason("late", decision.reason, REASON_STALE);
	assert_true(decision.heard_ms >= was.heard_ms);
}

static void a_late_report_leaves_the_sitting_as_it_is(void **state)
{
	struct progress was = { COMPLETED, .session = "b",
		.play_event_ms = NOW - HOUR };
	struct report r = { TICK_AT(400000), .session = "a",
		.at_ms = NOW - 5 * MINUTE };
	struct decision decision = weigh_at(was, r, NOW);

	is_reason("late", decision.reason, REASON_STALE);
	is_text("late", "session", decision.session, "b");
	is_i64("late", "play event", decision.play_event_ms, NOW - HOUR);
	is_i64("late", "heard", decision.heard_ms, NOW - SECOND);
	is_i64("late", "done", decision.sitting_done, true);
}

/* Audiobookshelf takes its "finished" back, with an old time. */
static void a_state_is_never_late(void **state)
{
	struct progress was = { COMPLETED };
	struct report r = { PLAY_AT(300000), .is_state = true,
		.at_ms = NOW - HOUR };
	struct decision decision = weigh_at(was, r, NOW);

	is_reason("state", decision.reason, REASON_STARTED);
	assert_false(decision.sitting_done);
	r.is_state = false;
	is_reason("no state", weigh_at(was, r, NOW).reason, REASON_STALE);
}

/* ---- what is stored of the sitting ---- */

static void a_session_outlasts_any_silence(void **state)
{
	struct progress was = { COMPLETED, .session = "a",
		.play_event_ms = NOW - 2 * HOUR, .heard_ms = NOW - HOUR };
	struct report r = { TICK_AT(400000), .session = "a" };
	struct decision decision = weigh_at(was, r, NOW);

	is_reason("silence", decision.reason, REASON_AFTER_COMPLETION);
	is_i64("silence", "play event", decision.play_event_ms, NOW - 2 * HOUR);
	is_i64("silence", "done", decision.sitting_done, true);
}

static void a_session_that_is_named_later_is_kept(void **state)
{
	struct progress was = { OPEN_AT(300000) };
	struct report r = { TICK_AT(400000), .session = "a" };
	struct decision decision = weigh_at(was, r, NOW);

	is_text("named", "session", decision.session, "a");
	is_text("named", "told by", decision.told_by, "a");
	r.session = NULL;
	was.session = "a";
	decision = weigh_at(was, r, NOW);
	is_text("unnamed", "session", decision.session, "a");
	is_text("unnamed", "told by", decision.told_by, NULL);
}

static void a_completed_session_stays_so_when_it_returns(void **state)
{
	struct progress was = { COMPLETED_ONCE, .session = "b",
		.session_done = true };
	struct report r = { TICK_AT(400000), .session = "a" };
	struct decision decision = weigh_at(was, r, NOW);

	is_reason("returned", decision.reason, REASON_AFTER_COMPLETION);
	is_text("returned", "session", decision.session, "a");
	is_i64("returned", "done", decision.sitting_done, true);
}

static void the_sitting_is_updated_for_every_reason(void **state)
{
	struct progress was = { COMPLETED, .session = "a",
		.play_event_ms = NOW - HOUR };
	struct report r = { OF_FILM, .position = UNSAID, .session = "a" };
	struct decision same = weigh_at(was, r, NOW), other;

	is_reason("same", same.reason, REASON_NO_POSITION);
	is_text("same", "session", same.session, "a");
	is_i64("same", "play event", same.play_event_ms, NOW - HOUR);
	is_i64("same", "heard", same.heard_ms, NOW);
	is_i64("same", "done", same.sitting_done, true);

	r.session = "b";
	other = weigh_at(was, r, NOW);
	is_text("other", "session", other.session, "b");
	is_i64("other", "play event", other.play_event_ms, UNSAID);
	is_i64("other", "heard", other.heard_ms, NOW);
	is_i64("other", "done", other.sitting_done, false);
}

/* clang-format on */

/* ---- states: rows of a server ---- */

/* Weighed a day later, against a play completed in its sitting. */
static void test_states_after_a_completion(void **state)
{
	static const struct {
		int64_t share;
		enum reason reason;
		bool is_done; /* the sitting afterwards */
	} rows[] = {
		{ 990000, REASON_AFTER_COMPLETION, true },
		{ 880000, REASON_AFTER_COMPLETION, true },
		{ 500000, REASON_AFTER_COMPLETION, true },
		{ 499999, REASON_STARTED, false },
		{ 20001, REASON_STARTED, false },
		/* Nothing was played yet. */
		{ 20000, REASON_BELOW_MINIMUM, true },
		{ 0, REASON_BELOW_MINIMUM, true },
	};
	static const struct progress was = { COMPLETED_ONCE };

	(void)state;
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct report r = { TICK_AT(0), .is_state = true };
		struct decision got;

		r.position = TICKS(rows[i].share);
		rules_weigh(&usual, &was, &r, NOW, &got);
		is_text("state", "reason", reason_name(got.reason), reason_name(rows[i].reason));
		is_i64("state", "done", got.sitting_done, rows[i].is_done);
	}
}

/* Another row of the work has newer word. */
static void test_an_older_word_leaves_the_open_play(void **state)
{
	struct progress was = { OPEN_AT(300000) };
	struct report r = { TICK_AT(400000), .at_ms = NOW - 24 * HOUR, .is_older = true };
	struct decision got;

	(void)state;
	rules_weigh(&usual, &was, &r, NOW, &got);
	assert_int_equal(got.reason, REASON_STALE);
	r.finished = true;
	rules_weigh(&usual, &was, &r, NOW, &got);
	assert_int_equal(got.reason, REASON_COMPLETED);
	assert_int_equal(got.change, CHANGE_CREATE);
	assert_int_equal(got.sitting_done, false);
	was.has_completed = true;
	rules_weigh(&usual, &was, &r, NOW, &got);
	assert_int_equal(got.reason, REASON_AFTER_COMPLETION);
	assert_int_equal(got.change, CHANGE_NONE);
}

static void test_a_play_starts_no_later_than_its_report(void **state)
{
	static const struct progress never = { NEVER_SEEN };
	struct report r = { TICK_AT(400000), .started_ms = NOW - HOUR };
	struct decision got;

	(void)state;
	rules_weigh(&usual, &never, &r, NOW, &got);
	assert_int_equal(got.started_ms, NOW - HOUR);
	r.started_ms = NOW + HOUR;
	rules_weigh(&usual, &never, &r, NOW, &got);
	assert_int_equal(got.started_ms, NOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports_after_a_completion_are_after_completion),
		cmocka_unit_test(a_sitting_lasts_while_reports_arrive),
		cmocka_unit_test(ten_minutes_and_a_ms_of_silence_end_it),
		cmocka_unit_test(silence_ends_a_completed_sitting_with_a_play_too),
		cmocka_unit_test(a_play_event_begins_another_viewing),
		cmocka_unit_test(a_play_in_the_middle_begins_one_too),
		cmocka_unit_test(a_play_event_without_effect_still_counts),
		cmocka_unit_test(another_session_begins_another_viewing),
		cmocka_unit_test(the_same_session_is_the_same_sitting),
		cmocka_unit_test(without_a_session_silence_decides),
		cmocka_unit_test(an_open_play_survives_its_sitting),
		cmocka_unit_test(a_repeated_completion_after_silence_makes_no_second_play),
		cmocka_unit_test(a_start_below_the_minimum_makes_no_play),
		cmocka_unit_test(after_silence_a_new_viewing_still_counts),
		cmocka_unit_test(another_session_may_consist_of_its_end),
		cmocka_unit_test(a_viewing_reported_late_counts_once),
		cmocka_unit_test(leftover_played_does_not_count),
		cmocka_unit_test(played_counts_when_the_end_can_have_been_reached),
		cmocka_unit_test(a_word_that_is_no_news_needs_half_the_runtime),
		cmocka_unit_test(silence_between_play_and_stop_does_not_end_the_sitting),
		cmocka_unit_test(without_any_play_event_played_does_not_count_again),
		cmocka_unit_test(without_a_runtime_played_does_not_count_again),
		cmocka_unit_test(played_counts_where_nothing_else_is_known),
		cmocka_unit_test(what_was_told_outranks_played),
		cmocka_unit_test(a_repeated_stop_gains_no_time),
		cmocka_unit_test(paused_time_does_not_count),
		cmocka_unit_test(a_late_tick_of_the_credits_belongs_to_the_viewing_before),
		cmocka_unit_test(a_seek_to_the_end_of_a_fresh_film_counts),
		cmocka_unit_test(a_mark_is_not_taken_back_by_what_runs_on),
		cmocka_unit_test(a_mark_of_what_is_completed_makes_no_second_play),
		cmocka_unit_test(leftover_played_does_not_end_a_second_viewing),
		cmocka_unit_test(a_person_may_end_a_second_viewing),
		cmocka_unit_test(a_stop_ends_its_play),
		cmocka_unit_test(a_play_in_the_credits_starts_no_viewing),
		cmocka_unit_test(a_completed_session_completes_nothing_more),
		cmocka_unit_test(a_late_tick_of_the_previous_session_changes_no_sitting),
		cmocka_unit_test(a_late_tick_does_not_turn_the_clock_back),
		cmocka_unit_test(a_late_report_leaves_the_sitting_as_it_is),
		cmocka_unit_test(a_state_is_never_late),
		cmocka_unit_test(a_session_outlasts_any_silence),
		cmocka_unit_test(a_session_that_is_named_later_is_kept),
		cmocka_unit_test(a_completed_session_stays_so_when_it_returns),
		cmocka_unit_test(the_sitting_is_updated_for_every_reason),
		cmocka_unit_test(test_states_after_a_completion),
		cmocka_unit_test(test_an_older_word_leaves_the_open_play),
		cmocka_unit_test(test_a_play_starts_no_later_than_its_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
