/* SPDX-License-Identifier: MIT */
/* The whole path of a message, on a separate database. */
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* A person, an integration, and a message about a film at half. */
struct scene {
	struct unit *u;
	int64_t user_id;
	struct integration to;
	struct message m;
	const char *body;
};

static struct scene set_scene(struct unit *u)
{
	struct scene s = { .u = u, .body = "the body" };

	s.user_id = add_user(u, "alice");
	s.to = *add_integration(u, s.user_id, "jellyfin", NULL);
	message_init(&s.m);
	s.m.event = "Progress";
	s.m.user = "al";
	s.m.user_id = "655e7f37eb168b77b3edf23091a6ac9b";
	s.m.report.kind = KIND_MOVIE;
	s.m.report.title = "The Matrix";
	s.m.report.units_per_ms = 10000;
	s.m.report.position = 50;
	s.m.report.duration = 100;
	s.m.report.basis = BASIS_SESSION_POSITION;
	assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, "603"));
	return s;
}

static struct verdict receive_now(struct scene *s)
{
	struct bytes body = { s->body, strlen(s->body) };

	return receive(s->u, &s->to, &s->m, body);
}

static void leads_to(struct scene *s, enum reason want)
{
	struct verdict v = receive_now(s);

	is_text("verdict", "reason", reason_name(v.reason), reason_name(want));
}

static size_t play_count(struct scene *s)
{
	size_t count;

	plays_of(s->u, s->user_id, &count);
	return count;
}

static size_t delivery_count(struct scene *s)
{
	size_t count;

	deliveries_of(s->u, 0, &count);
	return count;
}

static void replays_to(struct scene *s, int64_t delivery_id, enum reason want)
{
	struct unit *u = s->u;
	const struct delivery *row;
	struct bytes body;
	struct verdict v;
	struct incoming again = {
		.integration = &s->to, .message = &s->m, .replay_of = delivery_id
	};

	MUST(store_delivery_get(&u->cx, u->store, delivery_id, &row, &body));
	again.received_ms = row->last_ms;
	again.body = body;
	MUST(store_begin(&u->cx, u->store));
	MUST(receive_message(&u->cx, u->store, &again, &v));
	MUST(store_end(&u->cx, u->store, OK));
	is_text("replay", "reason", reason_name(v.reason), reason_name(want));
	assert_int_equal(v.delivery_id, delivery_id);
}

/* ---- the normal case ---- */

static void a_message_makes_a_play_and_a_delivery(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct verdict v = receive_now(&s);
	const struct delivery *row;
	struct bytes body;
	int64_t linked;
	size_t count;

	assert_int_equal(v.reason, REASON_STARTED);
	assert_string_equal(v.detail, reason_sentence(REASON_STARTED));
	assert_int_equal(v.count, 1);
	assert_int_equal(v.touched[0].share, 500000);
	assert_int_equal(v.touched[0].state, PLAY_IN_PROGRESS);
	assert_string_equal(v.touched[0].report->ids.list[0].value, "603");
	MUST(store_delivery_get(&u->cx, u->store, v.delivery_id, &row, &body));
	assert_int_equal(row->reason, REASON_STARTED);
	assert_string_equal(row->event, "Progress");
	assert_string_equal(row->sender_user, "al");
	assert_int_equal(row->bytes, 8);
	assert_memory_equal(body.at, "the body", 8);
	MUST(store_delivery_plays(&u->cx, u->store, v.delivery_id, &linked, 1, &count));
	assert_int_equal(linked, v.touched[0].play_id);
	is_sound(u);
}

static void the_answer_has_the_share_as_reported(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;

	s.m.report.position = 960200;
	s.m.report.duration = SHARE_WHOLE;
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_COMPLETED);
	assert_int_equal(v.touched[0].state, PLAY_COMPLETED);
	assert_int_equal(v.touched[0].share, 960200);
	assert_int_equal(v.touched[0].duration_ms, 100);
	assert_int_equal(v.touched[0].position_ms, 96);
	s.u->cx.now_ms += 1000;
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_AFTER_COMPLETION);
	assert_int_equal(v.count, 1);
	assert_int_equal(v.touched[0].state, PLAY_COMPLETED);
}

static void a_message_without_a_play_touches_none(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;

	s.m.report.position = 1;
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_BELOW_MINIMUM);
	assert_int_equal(v.count, 0);
	assert_int_equal(play_count(&s), 0);
	assert_int_equal(delivery_count(&s), 1);
}

/* A round takes many messages; each keeps its time of receipt. */
static void a_message_without_a_time_has_the_time_of_receipt(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct incoming a = { .integration = &s.to,
		.message = &s.m,
		.received_ms = UNIT_NOW - 7000,
		.body = { "x", 1 } };
	struct verdict v;
	size_t count;

	MUST(store_begin(&u->cx, u->store));
	MUST(receive_message(&u->cx, u->store, &a, &v));
	MUST(store_end(&u->cx, u->store, OK));
	assert_int_equal(plays_of(u, s.user_id, &count)->started_ms, UNIT_NOW - 7000);
	assert_int_equal(deliveries_of(u, 0, &count)->first_ms, UNIT_NOW - 7000);
}

static void the_limits_of_the_integration_apply(void **state)
{
	struct scene s = set_scene(*state);

	s.to.limits = (struct limits){ .start = 5000, .complete = 6000 };
	leads_to(&s, REASON_BELOW_MINIMUM);
	s.m.report.position = 51;
	leads_to(&s, REASON_STARTED);
	s.m.report.position = 61;
	leads_to(&s, REASON_COMPLETED);
}

/* ---- messages that are not weighed ---- */

static void the_reason_of_an_unweighed_message_is_the_verdict(void **state)
{
	static const enum reason reasons[] = { REASON_NO_BODY, REASON_TOO_LARGE, REASON_NOT_JSON,
		REASON_WRONG_SHAPE, REASON_NOT_PLAYBACK, REASON_TEST, REASON_RATING, REASON_UNMARK,
		REASON_UNSUPPORTED_TYPE, REASON_NO_IDENTIFIER, REASON_INCOMPLETE_EPISODE,
		REASON_NO_RUNTIME };
	struct scene s = set_scene(*state);

	for (size_t i = 0; i < NELEM(reasons); i++) {
		s.m.reason = reasons[i];
		leads_to(&s, reasons[i]);
	}
	assert_int_equal(play_count(&s), 0);
	assert_int_equal(delivery_count(&s), NELEM(reasons));
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work"), 0);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM delivery"
					    " WHERE outcome = 'refused'"),
		4);
}

static void the_senders_version_is_stored(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	const struct integration *now;

	assert_null(s.to.sender_version);
	s.m.sender_version = "0.1.0";
	leads_to(&s, REASON_STARTED);
	MUST(store_integration_by_id(&u->cx, u->store, s.to.id, &now));
	assert_string_equal(now->sender_version, "0.1.0");

	/* No version changes nothing, a new one is stored. */
	s.to = *now;
	s.m.sender_version = NULL;
	leads_to(&s, REASON_UNCHANGED);
	s.m.sender_version = "0.2.0";
	leads_to(&s, REASON_UNCHANGED);
	MUST(store_integration_by_id(&u->cx, u->store, s.to.id, &now));
	assert_string_equal(now->sender_version, "0.2.0");
}

/* Every report carries the version; only a change may cost a write. */
static void the_same_version_is_not_written_again(void **state)
{
	struct scene s = set_scene(*state);

	run_sql(s.u->path, "CREATE TRIGGER no_write BEFORE UPDATE ON integration"
			   " BEGIN SELECT RAISE(ABORT, 'written'); END");
	s.to.sender_version = s.m.sender_version = "0.1.0";
	leads_to(&s, REASON_STARTED);
}

static void the_detail_of_the_sender_is_kept(void **state)
{
	struct scene s = set_scene(*state);
	size_t count;

	s.m.reason = REASON_NO_IDENTIFIER;
	s.m.detail = "Choose Identify.";
	assert_string_equal(receive_now(&s).detail, "Choose Identify.");
	assert_string_equal(deliveries_of(s.u, 0, &count)->detail, "Choose Identify.");
	s.m.detail = NULL;
	assert_string_equal(receive_now(&s).detail, reason_sentence(REASON_NO_IDENTIFIER));
}

static void a_body_not_worth_keeping_is_dropped(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	const struct delivery *row;
	struct bytes body;
	struct verdict v;

	s.m.reason = REASON_NOT_PLAYBACK;
	s.m.folds_daily = true;
	s.m.drop_body = true;
	v = receive_now(&s);
	MUST(store_delivery_get(&u->cx, u->store, v.delivery_id, &row, &body));
	assert_null(body.at);
	assert_int_equal(row->bytes, 8); /* the size is reported all the same */
}

static void a_switched_off_integration_only_keeps_deliveries(void **state)
{
	struct scene s = set_scene(*state);

	s.to.enabled = false;
	leads_to(&s, REASON_SWITCHED_OFF);
	assert_int_equal(play_count(&s), 0);
	assert_int_equal(delivery_count(&s), 1);
}

static void only_the_named_user_is_accepted(void **state)
{
	static const struct row {
		const char *only, *user, *user_id;
		enum reason reason;
	} rows[] = {
		/* clang-format off */
		{ "al",   "al",   "1", REASON_STARTED },
		{ "AL",   "al",   "1", REASON_STARTED },
		{ "ab12", "al", "AB12", REASON_STARTED }, /* by its id on the sender */
		{ "al",   NULL,   "al", REASON_STARTED },
		/* The same name, encoded otherwise. */
		{ "j\u00f6rg", "JO\u0308RG", "2", REASON_STARTED },
		{ "j\u00f6rg", "Jorg", "2", REASON_OTHER_USER },
		{ NULL,   "bert", "2", REASON_STARTED },
		{ NULL,   NULL,  NULL, REASON_STARTED },
		{ "al",   "bert", "2", REASON_OTHER_USER },
		{ "al",   "alb",  "2", REASON_OTHER_USER },
		{ "al",   "a",    "2", REASON_OTHER_USER },
		{ "al",   NULL,  NULL, REASON_OTHER_USER },
		/* clang-format on */
	};
	struct scene s = set_scene(*state);

	for (size_t i = 0; i < NELEM(rows); i++) {
		char *number = arena_printf(&s.u->arena, "%zu", 100 + i);

		s.to.only_user = rows[i].only;
		s.m.user = rows[i].user;
		s.m.user_id = rows[i].user_id;
		s.m.report.ids.count = 0; /* each a different film */
		assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, number));
		leads_to(&s, rows[i].reason);
	}
	assert_int_equal(play_count(&s), 7);
}

/*
 * The detail names the other user, so that the person understands the reason.
 */
static void another_user_is_named(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;

	s.to.only_user = "alice";
	s.m.user = "bert";
	v = receive_now(&s);
	assert_non_null(strstr(v.detail, "bert"));
	assert_non_null(strstr(v.detail, "alice"));
}

/* ---- repeats ---- */

static void the_same_message_twice_changes_nothing(void **state)
{
	struct scene s = set_scene(*state);

	leads_to(&s, REASON_STARTED);
	leads_to(&s, REASON_UNCHANGED);
	assert_int_equal(play_count(&s), 1);
}

static void a_repeated_event_id_is_answered_by_its_first_row(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict first, again;
	size_t count;
	const struct delivery *rows;

	s.m.event_id = "e1";
	first = receive_now(&s);
	s.m.report.position = 60; /* whatever it says now */
	again = receive_now(&s);
	assert_int_equal(again.reason, REASON_SEEN_BEFORE);
	assert_int_equal(again.delivery_id, first.delivery_id);
	assert_int_equal(plays_of(s.u, s.user_id, &count)->share, 500000);
	rows = deliveries_of(s.u, 0, &count);
	assert_int_equal(count, 1);
	assert_int_equal(rows->count, 2);
	assert_int_equal(rows->reason, REASON_STARTED); /* its outcome */

	s.m.event_id = "e2";
	leads_to(&s, REASON_PROGRESS);
}

/* Even when the row has been folded with others since. */
static void a_retry_of_a_folded_tick_is_known(void **state)
{
	struct scene s = set_scene(*state);
	static const char *const ids[] = { "e1", "e2", "e3", "e4" };
	const struct delivery *rows;
	size_t count;

	s.m.run = "603/al";
	for (size_t i = 0; i < NELEM(ids); i++) {
		s.m.event_id = ids[i];
		s.m.report.position = 50 + (int64_t)i;
		receive_now(&s);
	}
	assert_int_equal(delivery_count(&s), 2);
	for (size_t i = 0; i < NELEM(ids); i++) {
		s.m.event_id = ids[i];
		leads_to(&s, REASON_SEEN_BEFORE);
	}
	assert_int_equal(plays_of(s.u, s.user_id, &count)->share, 530000);
	rows = deliveries_of(s.u, 0, &count);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].count, 6); /* three ticks, each twice */
	assert_int_equal(rows[1].count, 2);
}

static void an_event_id_belongs_to_one_integration(void **state)
{
	struct scene s = set_scene(*state);

	s.m.event_id = "e1";
	leads_to(&s, REASON_STARTED);
	s.to = *add_integration(s.u, add_user(s.u, "bob"), "jellyfin", NULL);
	leads_to(&s, REASON_STARTED);
}

static void two_people_do_not_touch_each_other(void **state)
{
	struct scene s = set_scene(*state);
	int64_t bob = add_user(s.u, "bob");
	size_t count;

	leads_to(&s, REASON_STARTED);
	s.to = *add_integration(s.u, bob, "jellyfin", NULL);
	s.m.report.position = 96;
	leads_to(&s, REASON_COMPLETED);
	assert_int_equal(plays_of(s.u, s.user_id, &count)->state, PLAY_IN_PROGRESS);
	assert_int_equal(count, 1);
	assert_int_equal(plays_of(s.u, bob, &count)->state, PLAY_COMPLETED);
	assert_int_equal(count, 1);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work"), 2);
}

/* ---- folding ---- */

static void an_evening_of_ticks_is_one_row(void **state)
{
	struct scene s = set_scene(*state);
	const struct delivery *rows;
	size_t count;

	s.m.run = "603/al";
	s.m.report.duration = 6000;
	s.m.report.position = 1000;
	leads_to(&s, REASON_STARTED);
	for (int i = 1; i <= 500; i++) {
		s.u->cx.now_ms += 1000;
		s.m.report.position = 1000 + i;
		leads_to(&s, REASON_PROGRESS);
	}
	rows = deliveries_of(s.u, 0, &count);
	assert_int_equal(count, 2); /* the start, and all the rest */
	assert_int_equal(rows[0].count, 500);
	assert_int_equal(rows[0].first_ms, UNIT_NOW + 1000);
	assert_int_equal(rows[0].last_ms, UNIT_NOW + 500000);
	assert_int_equal(rows[0].reason, REASON_PROGRESS);
	is_sound(s.u);
}

static void a_library_scan_is_one_row_and_ends_no_run(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	const struct delivery *rows;
	struct message tick;
	struct bytes body;
	size_t count;

	s.m.run = "603/al";
	leads_to(&s, REASON_STARTED);
	tick = s.m;
	for (int i = 0; i < 1000; i++) {
		s.m = tick;
		s.m.report.position = 51 + i % 40;
		leads_to(&s, REASON_PROGRESS);
		message_init(&s.m);
		s.m.event = "ItemAdded";
		s.m.reason = REASON_NOT_PLAYBACK;
		s.m.folds_daily = true;
		s.body = arena_printf(&u->arena, "{\"item\":%d}", i);
		u->cx.now_ms += 1000;
		leads_to(&s, REASON_NOT_PLAYBACK);
	}
	rows = deliveries_of(u, 0, &count);
	assert_int_equal(count, 3);
	assert_int_equal(rows[0].count, 1000);
	assert_int_equal(rows[1].count, 1000);
	MUST(store_delivery_get(&u->cx, u->store, rows[0].id, &rows, &body));
	assert_string_equal(body.at, "{\"item\":999}");
	assert_int_equal(rows->last_ms, u->cx.now_ms);
	is_sound(u);
}

static void an_event_in_between_ends_the_run(void **state)
{
	struct scene s = set_scene(*state);
	size_t count;

	s.m.run = "603/al";
	leads_to(&s, REASON_STARTED);
	s.m.report.position = 51;
	leads_to(&s, REASON_PROGRESS);
	s.m.report.position = 52;
	leads_to(&s, REASON_PROGRESS);
	assert_int_equal(delivery_count(&s), 2);
	s.m.event = "Pause";
	s.m.run = NULL;
	s.m.ends_run = "603/al";
	s.m.report.position = 53;
	leads_to(&s, REASON_PROGRESS);
	s.m.event = "Progress";
	s.m.run = "603/al";
	s.m.ends_run = NULL;
	s.m.report.position = 54;
	leads_to(&s, REASON_PROGRESS);
	assert_string_equal(deliveries_of(s.u, 0, &count)[1].event, "Pause");
	assert_int_equal(count, 4);
}

/* ---- files with several episodes ---- */

static void set_double_episode(struct scene *s)
{
	s->m.report.kind = KIND_SHOW;
	s->m.report.season = 1;
	s->m.report.episode = 1;
	s->m.report.episode_end = 2;
	s->m.report.duration = 200;
}

static void a_double_episode_makes_two_items(void **state)
{
	struct scene s = set_scene(*state);
	const struct play *plays;
	struct verdict v;
	size_t count;

	set_double_episode(&s);
	s.m.report.position = 193;
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_COMPLETED);
	assert_int_equal(v.count, 2);
	assert_int_equal(v.touched[0].report->episode, 1);
	assert_int_equal(v.touched[1].report->episode, 2);
	plays = plays_of(s.u, s.user_id, &count);
	assert_int_equal(count, 2);
	assert_int_equal(plays[0].episode, 2);
	assert_int_equal(plays[1].episode, 1);
	assert_int_equal(plays[0].state, PLAY_COMPLETED);
	assert_int_equal(plays[1].state, PLAY_COMPLETED);
	assert_int_equal(delivery_count(&s), 1);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM delivery_play"), 2);
	is_sound(s.u);
}

static void the_weightiest_reason_is_the_deliverys(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;

	set_double_episode(&s);
	s.m.report.position = 50; /* the second has not started */
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_STARTED);
	assert_int_equal(v.count, 1);
	s.m.report.position = 150; /* the first is over, the second starts */
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_COMPLETED);
	assert_int_equal(v.count, 2);
	assert_int_equal(v.touched[0].state, PLAY_COMPLETED);
	assert_int_equal(v.touched[1].state, PLAY_IN_PROGRESS);
	s.u->cx.now_ms += 1000;
	s.m.report.position = 160; /* after-completion, and progress */
	v = receive_now(&s);
	assert_int_equal(v.reason, REASON_PROGRESS);
}

static void another_episode_does_not_touch_this_one(void **state)
{
	struct scene s = set_scene(*state);
	const struct play *plays;
	size_t count;

	s.m.report.kind = KIND_SHOW;
	s.m.report.season = 0;
	s.m.report.episode = 1;
	leads_to(&s, REASON_STARTED);
	s.m.report.season = 1;
	s.m.report.position = 97;
	leads_to(&s, REASON_COMPLETED);
	plays = plays_of(s.u, s.user_id, &count);
	assert_int_equal(count, 2);
	assert_int_equal(plays[1].season, 0);
	assert_int_equal(plays[1].state, PLAY_IN_PROGRESS);
	assert_int_equal(plays[1].share, 500000);
}

/* ---- conflicts ---- */

static void conflicting_ids_are_reported(void **state)
{
	struct scene s = set_scene(*state);

	leads_to(&s, REASON_STARTED);
	s.m.report.ids.count = 0;
	assert_true(ids_add(&s.m.report.ids, CATALOG_IMDB, "tt0234215"));
	leads_to(&s, REASON_STARTED);
	assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, "603"));
	s.m.report.position = 60;
	assert_non_null(strstr(receive_now(&s).detail, "another work"));
	assert_int_equal(play_count(&s), 2);
	is_sound(s.u);
}

/* ---- replay ---- */

static void a_replayed_unmatched_delivery_stays_unmatched(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;
	size_t count;

	s.m.reason = REASON_NO_IDENTIFIER;
	v = receive_now(&s);
	s.u->cx.now_ms += 1000;
	replays_to(&s, v.delivery_id, REASON_NO_IDENTIFIER);
	assert_int_equal(play_count(&s), 0);
	assert_int_equal(deliveries_of(s.u, 0, &count)->replayed_ms, UNIT_NOW + 1000);
	assert_int_equal(count, 1);
}

static void a_replay_may_lead_to_a_play(void **state)
{
	struct scene s = set_scene(*state);
	const struct play *plays;
	struct verdict v;
	size_t count;

	s.m.reason = REASON_NO_IDENTIFIER;
	v = receive_now(&s);
	s.u->cx.now_ms += 86400000;
	s.m.reason = REASON_NONE; /* the current code can identify it */
	replays_to(&s, v.delivery_id, REASON_STARTED);
	plays = plays_of(s.u, s.user_id, &count);
	assert_int_equal(count, 1);
	assert_int_equal(plays->started_ms, UNIT_NOW); /* the time of receipt */
	replays_to(&s, v.delivery_id, REASON_UNCHANGED);
	assert_int_equal(play_count(&s), 1);
	assert_int_equal(delivery_count(&s), 1);
}

/* A replay must not turn back what was watched since. */
static void a_replayed_position_has_its_old_time(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v = receive_now(&s);
	size_t count;

	s.u->cx.now_ms += 3600000;
	s.m.report.position = 70;
	leads_to(&s, REASON_PROGRESS);
	s.m.report.position = 50;
	replays_to(&s, v.delivery_id, REASON_STALE);
	assert_int_equal(plays_of(s.u, s.user_id, &count)->share, 700000);
}

static void a_tracked_delivery_stays_tracked(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v = receive_now(&s);
	const struct delivery *row;
	size_t count;

	s.u->cx.now_ms += 1000;
	replays_to(&s, v.delivery_id, REASON_UNCHANGED);
	row = deliveries_of(s.u, 0, &count);
	assert_int_equal(row->reason, REASON_STARTED);
	assert_int_equal(row->replayed_ms, UNIT_NOW + 1000);
}

/* From a player that names its sessions, through the store and back. */
static void a_late_report_of_the_previous_session_ends_nothing(void **state)
{
	struct scene s = set_scene(*state);
	size_t count;

	s.m.report.session = "a";
	s.m.report.at_ms = UNIT_NOW;
	s.m.report.position = 97;
	leads_to(&s, REASON_COMPLETED);
	s.u->cx.now_ms += 60000;
	s.m.report.session = "b";
	s.m.report.at_ms = UNIT_NOW + 60000;
	s.m.report.position = 30;
	leads_to(&s, REASON_STARTED);
	s.m.report.session = "a";
	s.m.report.at_ms = UNIT_NOW + 61000;
	s.m.report.position = 98;
	leads_to(&s, REASON_AFTER_COMPLETION);
	s.m.report.at_ms = UNIT_NOW + 1000;
	s.m.report.finished = true;
	leads_to(&s, REASON_AFTER_COMPLETION);
	assert_int_equal(plays_of(s.u, s.user_id, &count)->state, PLAY_IN_PROGRESS);
	assert_int_equal(count, 2);
}

/* The date is corrected by the difference, also in a replay an hour later. */
static void a_wrong_clock_of_the_sender_is_corrected(void **state)
{
	static const int64_t clocks[] = { 1000, 3600000, UNIT_NOW - 86400000 * INT64_C(40),
		UNIT_NOW - 61000, UNIT_NOW + 61000, UNIT_NOW + 86400000 * INT64_C(400) };
	struct scene s = set_scene(*state);
	size_t count;

	for (size_t i = 0; i < NELEM(clocks); i++) {
		int64_t wrong = clocks[i] + s.u->cx.now_ms - UNIT_NOW;
		struct verdict v;

		s.m.report.session = arena_printf(&s.u->arena, "s%zu", i);
		s.m.report.at_ms = wrong - 1000;
		s.m.report.sent_ms = wrong;
		s.m.report.position = 10 + (int64_t)i;
		v = receive_now(&s);
		assert_int_equal(v.reason, i == 0 ? REASON_STARTED : REASON_PROGRESS);
		assert_true(plays_of(s.u, s.user_id, &count)->updated_ms == s.u->cx.now_ms - 1000);
		s.u->cx.now_ms += 3600000;
		replays_to(&s, v.delivery_id, REASON_UNCHANGED);
	}
}

static void a_clock_that_is_near_is_left_alone(void **state)
{
	struct scene s = set_scene(*state);
	size_t count;

	s.m.report.at_ms = UNIT_NOW - 5000;
	s.m.report.sent_ms = UNIT_NOW - 4000;
	leads_to(&s, REASON_STARTED);
	assert_true(plays_of(s.u, s.user_id, &count)->updated_ms == UNIT_NOW - 5000);
}

static void a_replay_does_not_count_as_a_repeated_event_id(void **state)
{
	struct scene s = set_scene(*state);
	struct verdict v;

	s.m.event_id = "e1";
	s.m.reason = REASON_NO_IDENTIFIER;
	v = receive_now(&s);
	s.m.reason = REASON_NONE;
	replays_to(&s, v.delivery_id, REASON_STARTED);
}

/* ---- rollback ---- */

static void a_rollback_leaves_no_trace(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct incoming a = {
		.integration = &s.to, .message = &s.m, .received_ms = UNIT_NOW, .body = { "x", 1 }
	};
	struct verdict v;

	MUST(store_begin(&u->cx, u->store));
	MUST(store_mark(&u->cx, u->store));
	MUST(receive_message(&u->cx, u->store, &a, &v));
	store_undo(u->store);
	MUST(store_end(&u->cx, u->store, OK));
	assert_int_equal(play_count(&s), 0);
	assert_int_equal(delivery_count(&s), 0);
	leads_to(&s, REASON_STARTED);
}

/* The integration was just removed: nothing may be half done. */
static void a_failure_is_returned_and_rolled_back_by_the_caller(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct incoming a = {
		.integration = &s.to, .message = &s.m, .received_ms = UNIT_NOW, .body = { "x", 1 }
	};
	struct verdict v;

	MUST(store_integration_remove(&u->cx, u->store, &s.to));
	MUST(store_begin(&u->cx, u->store));
	assert_int_not_equal(receive_message(&u->cx, u->store, &a, &v), OK);
	store_rollback(u->store);
	assert_int_equal(play_count(&s), 0);
	is_sound(u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_message_makes_a_play_and_a_delivery),
		STORE_TEST(the_answer_has_the_share_as_reported),
		STORE_TEST(a_message_without_a_play_touches_none),
		STORE_TEST(a_message_without_a_time_has_the_time_of_receipt),
		STORE_TEST(the_limits_of_the_integration_apply),
		STORE_TEST(the_reason_of_an_unweighed_message_is_the_verdict),
		STORE_TEST(the_senders_version_is_stored),
		STORE_TEST(the_same_version_is_not_written_again),
		STORE_TEST(the_detail_of_the_sender_is_kept),
		STORE_TEST(a_body_not_worth_keeping_is_dropped),
		STORE_TEST(a_switched_off_integration_only_keeps_deliveries),
		STORE_TEST(only_the_named_user_is_accepted),
		STORE_TEST(another_user_is_named),
		STORE_TEST(the_same_message_twice_changes_nothing),
		STORE_TEST(a_repeated_event_id_is_answered_by_its_first_row),
		STORE_TEST(a_retry_of_a_folded_tick_is_known),
		STORE_TEST(an_event_id_belongs_to_one_integration),
		STORE_TEST(two_people_do_not_touch_each_other),
		STORE_TEST(an_evening_of_ticks_is_one_row),
		STORE_TEST(a_library_scan_is_one_row_and_ends_no_run),
		STORE_TEST(an_event_in_between_ends_the_run),
		STORE_TEST(a_double_episode_makes_two_items),
		STORE_TEST(the_weightiest_reason_is_the_deliverys),
		STORE_TEST(another_episode_does_not_touch_this_one),
		STORE_TEST(conflicting_ids_are_reported),
		STORE_TEST(a_replayed_unmatched_delivery_stays_unmatched),
		STORE_TEST(a_replay_may_lead_to_a_play),
		STORE_TEST(a_replayed_position_has_its_old_time),
		STORE_TEST(a_tracked_delivery_stays_tracked),
		STORE_TEST(a_late_report_of_the_previous_session_ends_nothing),
		STORE_TEST(a_wrong_clock_of_the_sender_is_corrected),
		STORE_TEST(a_clock_that_is_near_is_left_alone),
		STORE_TEST(a_replay_does_not_count_as_a_repeated_event_id),
		STORE_TEST(a_rollback_leaves_no_trace),
		STORE_TEST(a_failure_is_returned_and_rolled_back_by_the_caller),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
