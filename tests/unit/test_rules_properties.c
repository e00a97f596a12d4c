/* SPDX-License-Identifier: MIT */
/*
 * Properties that hold for any input: some thousand generated evenings, the
 * same in every run. A failure names its seed; run that seed alone to see the
 * story.
 */
#include "tests/unit/weigh.h"

enum { EVENINGS = 5000, REPORTS = 40, SESSIONS = 6 };

/* What they hold for: no policy, each of them, and all at once. */
static const struct limits by[] = {
	{ .start = LIMIT_START, .complete = LIMIT_COMPLETE },
	{ .start = LIMIT_START, .complete = LIMIT_COMPLETE, .minutes_left = 10 },
	{ .start = LIMIT_START, .complete = LIMIT_COMPLETE, .rewatch = REWATCH_NEVER },
	{ .start = LIMIT_START, .complete = LIMIT_COMPLETE, .wants_half = true },
	{ .start = LIMIT_START,
		.complete = 8000,
		.minutes_left = 10,
		.rewatch = REWATCH_NEVER,
		.wants_half = true },
};
static const struct limits *limits = by;

static const char *const session_names[SESSIONS] = { "a", "b", "c", "d", "e", "f" };

struct moment {
	struct report report;
	int64_t now_ms;
};

static int64_t any_share(struct lcg *g)
{
	static const int64_t borders[] = { 0, 20000, 20001, 500000, 950000, 950001, 970000, 1000000,
		1100000 };

	if (lcg_below(g, 2) == 0)
		return borders[lcg_below(g, (int64_t)NELEM(borders))];
	return lcg_below(g, SHARE_WHOLE);
}

static int64_t any_step_ms(struct lcg *g)
{
	switch (lcg_below(g, 20)) {
	case 0:
		return lcg_below(g, 48 * HOUR);
	case 1:
	case 2:
		return lcg_below(g, 20 * MINUTE);
	default:
		return lcg_below(g, MINUTE);
	}
}

/* Reported as by Jellyfin: no times, no sessions, but a Play. */
static struct report any_of_jellyfin(struct lcg *g)
{
	struct report r = { TICK_AT(0) };
	int64_t kind = lcg_below(g, 100);

	r.position = TICKS(any_share(g));
	r.starts_sitting = kind < 15;
	if (kind >= 15 && kind < 25)
		r = (struct report){ PLAYED };
	else if (kind >= 25 && kind < 30)
		r = (struct report){ MARKED };
	else if (kind >= 30 && kind < 33)
		r.position = UNSAID;
	else if (kind >= 33 && kind < 36)
		r.duration = UNSAID;
	return r;
}

/* Reported as by Kodi: a session, and the time of the event. */
static struct report any_of_kodi(struct lcg *g, int64_t now_ms, int i)
{
	struct report r = { TICK_AT(0) };

	r.position = TICKS(any_share(g));
	r.finished = lcg_below(g, 20) == 0;
	r.session = session_names[i * SESSIONS / REPORTS];
	r.at_ms = now_ms;
	return r;
}

typedef struct report any_fn(struct lcg *g, int64_t now_ms, int i);

static struct report jellyfin(struct lcg *g, int64_t now_ms, int i)
{
	(void)now_ms;
	(void)i;
	return any_of_jellyfin(g);
}

static struct report kodi(struct lcg *g, int64_t now_ms, int i)
{
	return any_of_kodi(g, now_ms, i);
}

/* A report that was delayed by that long; later ones overtake it. */
static void delay(struct moment moments[static REPORTS], int i, int64_t by_ms)
{
	struct moment late = moments[i];

	late.now_ms += by_ms;
	for (; i + 1 < REPORTS && moments[i + 1].now_ms < late.now_ms; i++)
		moments[i] = moments[i + 1];
	moments[i] = late;
}

static void make_up(any_fn *any, uint64_t seed, struct moment moments[static REPORTS])
{
	struct lcg g = { seed };
	int64_t now_ms = NOW;

	for (int i = 0; i < REPORTS; i++) {
		now_ms += any_step_ms(&g);
		moments[i].now_ms = now_ms;
		moments[i].report = any(&g, now_ms, i);
	}
	for (int i = 0; i < REPORTS; i++)
		if (moments[i].report.at_ms != UNSAID && lcg_below(&g, 8) == 0)
			delay(moments, i, lcg_below(&g, 30 * MINUTE));
}

static const char *place(const char *who, uint64_t seed, int i)
{
	static char text[100];

	snprintf(text, sizeof(text), "%s, seed %" PRIu64 ", report %d", who, seed, i + 1);
	return text;
}

/* ---- what the store keeps: the progress, and who has completed a play ---- */

struct record {
	struct progress progress;
	unsigned sessions_done; /* one bit per session */
};

static unsigned session_bit(const char *session)
{
	return session ? 1U << (session[0] - 'a') : 0;
}

static struct decision weigh_in(const struct record *record, struct report r, int64_t now_ms)
{
	struct progress was = record->progress;
	struct decision decision;

	was.session_done = (record->sessions_done & session_bit(r.session)) != 0;
	r.file_position = r.position;
	r.file_duration = r.duration;
	rules_weigh(limits, &was, &r, now_ms, &decision);
	return decision;
}

static void keep_in(struct record *record, const struct decision *r)
{
	keep_decision(&record->progress, r);
	if (r->completes)
		record->sessions_done |= session_bit(r->told_by);
}

/* ---- properties of every single decision ---- */

/* A report without look-back does not query the history, and ignores it. */
static void check_look_back(const char *where, const struct record *record, const struct moment *m,
	const struct decision *got)
{
	struct record other = *record;
	struct decision then;

	if (!record->progress.is_open || rules_looks_back(&m->report))
		return;
	other.progress.has_completed = !record->progress.has_completed;
	then = weigh_in(&other, m->report, m->now_ms);
	is_i64(where, "reason without looking back", then.reason, got->reason);
	is_i64(where, "change", then.change, got->change);
	is_i64(where, "share", then.share, got->share);
	is_i64(where, "furthest", then.furthest, got->furthest);
	is_i64(where, "sitting done", then.sitting_done, got->sitting_done);
	is_i64(where, "its Play", then.play_event_ms, got->play_event_ms);
	is_i64(where, "heard", then.heard_ms, got->heard_ms);
}

/* No completion that was not earned, and none more than is wanted. */
static void check_policy(const char *where, const struct progress *was, const struct moment *m,
	const struct decision *got)
{
	bool is_earned =
		m->report.basis == BASIS_EXPLICIT_MARK || got->watched_ms >= got->duration_ms / 2;

	if (limits->wants_half && got->completes && got->duration_ms > 0)
		is_i64(where, "earned", is_earned, true);
	if (limits->rewatch == REWATCH_NEVER && was->has_completed)
		is_i64(where, "created once more", got->change == CHANGE_CREATE, false);
}

static void check_decision(const char *where, const struct progress *was, const struct moment *m,
	const struct decision *got)
{
	bool tracked = reason_outcome(got->reason) == OUTCOME_TRACKED;

	is_i64(where, "a change is tracked", tracked, got->change != CHANGE_NONE);
	is_i64(where, "completes", got->completes, got->reason == REASON_COMPLETED);
	is_i64(where, "never in the future", got->at_ms <= m->now_ms, true);
	if (got->change == CHANGE_CREATE)
		is_i64(where, "created beside an open one", was->is_open, 0);
	if (got->change == CHANGE_MOVE)
		is_i64(where, "moved without an open one", was->is_open, 1);
	if (got->change == CHANGE_NONE)
		return;
	is_i64(where, "furthest below share", got->furthest < got->share, 0);
	if (got->change == CHANGE_MOVE)
		is_i64(where, "furthest fell", got->furthest < was->furthest, 0);
	is_i64(where, "share in range", got->share >= 0 && got->share <= SHARE_WHOLE, 1);
	if (!got->completes && !limits->wants_half)
		is_i64(where, "open over the limit",
			limits_complete(limits, got->position_ms, got->duration_ms, 1), 0);
	check_policy(where, was, m, got);
}

/* ---- properties of a repeated report ---- */

static void check_repeat(
	const char *where, const struct record *after, const struct moment *m, int64_t later_ms)
{
	struct decision again = weigh_in(after, m->report, m->now_ms + later_ms);

	if (again.change != CHANGE_NONE)
		fail_msg("%s: said again after %" PRId64 " ms it is \"%s\"", where, later_ms,
			reason_name(again.reason));
}

/*
 * It may count later, when the end can have been reached, as may a tick of the
 * end that was late once: then somebody has moved there.
 */
static bool is_bare_word(const struct report *r)
{
	return r->finished && r->position < 0;
}

static void every_ruling_is_sound(any_fn *any, const char *who)
{
	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct moment moments[REPORTS];
		struct record s = { .progress = { NEVER_SEEN } };

		make_up(any, seed, moments);
		for (int i = 0; i < REPORTS; i++) {
			struct decision got = weigh_in(&s, moments[i].report, moments[i].now_ms);

			check_decision(place(who, seed, i), &s.progress, &moments[i], &got);
			check_look_back(place(who, seed, i), &s, &moments[i], &got);
			keep_in(&s, &got);
		}
	}
}

typedef void property_fn(any_fn *any, const char *who);

static void by_each_policy(property_fn *holds, any_fn *any, const char *who)
{
	for (limits = by; limits < by + NELEM(by); limits++)
		holds(any, who);
	limits = by;
}

static void every_decision_is_sound_for_jellyfin(void **state)
{
	by_each_policy(every_ruling_is_sound, jellyfin, "Jellyfin");
}

static void every_decision_is_sound_for_kodi(void **state)
{
	by_each_policy(every_ruling_is_sound, kodi, "Kodi");
}

static void the_same_report_twice_changes_nothing(any_fn *any, const char *who)
{
	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct moment moments[REPORTS];
		struct record s = { .progress = { NEVER_SEEN } };

		make_up(any, seed, moments);
		for (int i = 0; i < REPORTS; i++) {
			const char *where = place(who, seed, i);
			struct decision got = weigh_in(&s, moments[i].report, moments[i].now_ms);

			keep_in(&s, &got);
			check_repeat(where, &s, &moments[i], 0);
			if (is_bare_word(&moments[i].report) || got.rule == RULE_BEFORE)
				continue;
			check_repeat(where, &s, &moments[i], SECOND);
			check_repeat(where, &s, &moments[i], 10 * MINUTE);
		}
	}
}

static void the_same_report_twice_changes_nothing_for_jellyfin(void **state)
{
	by_each_policy(the_same_report_twice_changes_nothing, jellyfin, "Jellyfin");
}

static void the_same_report_twice_changes_nothing_for_kodi(void **state)
{
	by_each_policy(the_same_report_twice_changes_nothing, kodi, "Kodi");
}

/* ---- a whole evening, each report `times` times ---- */

struct tally {
	int plays, completions;
	struct record record;
	struct progress last;
};

static struct tally spend(const struct moment moments[static REPORTS], int times)
{
	struct tally t = { .record = { .progress = { NEVER_SEEN } } };

	for (int i = 0; i < REPORTS * times; i++) {
		const struct moment *m = &moments[i / times];
		struct decision got = weigh_in(&t.record, m->report, m->now_ms);

		t.plays += got.change == CHANGE_CREATE;
		t.completions += got.completes;
		keep_in(&t.record, &got);
	}
	t.last = t.record.progress;
	return t;
}

static void an_evening_told_twice_is_one_evening(any_fn *any, const char *who)
{
	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct moment moments[REPORTS];
		struct tally once, twice;
		const char *where = place(who, seed, 0);

		make_up(any, seed, moments);
		once = spend(moments, 1);
		twice = spend(moments, 2);
		is_i64(where, "plays", twice.plays, once.plays);
		is_i64(where, "completions", twice.completions, once.completions);
		is_i64(where, "share", twice.last.share, once.last.share);
		is_i64(where, "furthest", twice.last.furthest, once.last.furthest);
		is_i64(where, "open", twice.last.is_open, once.last.is_open);
	}
}

static void an_evening_reported_twice_counts_once_for_jellyfin(void **state)
{
	by_each_policy(an_evening_told_twice_is_one_evening, jellyfin, "Jellyfin");
}

static void an_evening_reported_twice_counts_once_for_kodi(void **state)
{
	by_each_policy(an_evening_told_twice_is_one_evening, kodi, "Kodi");
}

/* Computed independently here: a Play, or ten minutes of silence. */
static int sittings_of_jellyfin(const struct moment moments[static REPORTS])
{
	int sittings = 1;

	for (int i = 1; i < REPORTS; i++)
		if (moments[i].report.starts_sitting ||
			moments[i].now_ms - moments[i - 1].now_ms > 10 * MINUTE)
			sittings++;
	return sittings;
}

static void a_sitting_completes_at_most_one_play(void **state)
{
	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct moment moments[REPORTS];
		struct tally t;

		make_up(jellyfin, seed, moments);
		t = spend(moments, 1);
		if (t.completions > sittings_of_jellyfin(moments))
			fail_msg("%s: %d completions", place("Jellyfin", seed, 0), t.completions);
		if (t.plays > t.completions + 1)
			fail_msg("%s: %d plays, %d completed", place("Jellyfin", seed, 0), t.plays,
				t.completions);
	}
}

static void a_session_completes_at_most_one_play(void **state)
{
	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct moment moments[REPORTS];
		struct tally t;

		make_up(kodi, seed, moments);
		t = spend(moments, 1);
		if (t.completions > SESSIONS)
			fail_msg("%s: %d completions", place("Kodi", seed, 0), t.completions);
	}
}

/* The generated evenings must reach the cases under test. */
static void the_evenings_reach_every_case(void **state)
{
	int seen[REASON__COUNT] = { 0 };
	static const enum reason wanted[] = { REASON_NO_RUNTIME, REASON_NO_POSITION,
		REASON_BELOW_MINIMUM, REASON_STALE, REASON_AFTER_COMPLETION, REASON_UNCHANGED,
		REASON_PROGRESS, REASON_STARTED, REASON_COMPLETED };

	for (uint64_t seed = 1; seed <= EVENINGS; seed++)
		for (int who = 0; who < 2; who++) {
			struct moment moments[REPORTS];
			struct record s = { .progress = { NEVER_SEEN } };

			make_up(who ? kodi : jellyfin, seed, moments);
			for (int i = 0; i < REPORTS; i++) {
				struct decision got =
					weigh_in(&s, moments[i].report, moments[i].now_ms);

				seen[got.reason]++;
				keep_in(&s, &got);
			}
		}
	for (size_t i = 0; i < NELEM(wanted); i++)
		if (seen[wanted[i]] < 100)
			fail_msg("\"%s\" came %d times", reason_name(wanted[i]), seen[wanted[i]]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_decision_is_sound_for_jellyfin),
		cmocka_unit_test(every_decision_is_sound_for_kodi),
		cmocka_unit_test(the_same_report_twice_changes_nothing_for_jellyfin),
		cmocka_unit_test(the_same_report_twice_changes_nothing_for_kodi),
		cmocka_unit_test(an_evening_reported_twice_counts_once_for_jellyfin),
		cmocka_unit_test(an_evening_reported_twice_counts_once_for_kodi),
		cmocka_unit_test(a_sitting_completes_at_most_one_play),
		cmocka_unit_test(a_session_completes_at_most_one_play),
		cmocka_unit_test(the_evenings_reach_every_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
