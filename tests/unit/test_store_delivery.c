/* SPDX-License-Identifier: MIT */
/* The journal: folding, repeats, lists, pruning. */
#include "shared/store/delivery_write.h"

#include "tests/sinks.h"
#include "tests/unit/people.h"
#include "tests/unit/rounds.h"
#include "tests/unit/sql.h"

static struct delivery tick(int64_t integration_id, int64_t now_ms)
{
	return (struct delivery){
		.integration_id = integration_id,
		.last_ms = now_ms,
		.event = "Progress",
		.sender_user = "al",
		.run = "item/al",
		.reason = REASON_PROGRESS,
		.detail = "The position moved.",
		.bytes = 5,
	};
}

static struct kept_row keep(struct unit *u, const struct delivery *row, const char *body)
{
	const struct keeping how = { .body = { body, body ? strlen(body) : 0 } };

	return keep_row(u, row, &how);
}

static int64_t someones(struct unit *u)
{
	return add_integration(u, add_user(u, "alice"), "jellyfin", NULL)->id;
}

static const struct delivery *get(struct unit *u, int64_t id, struct bytes *body)
{
	const struct delivery *row = NULL;

	MUST(store_delivery_get(&u->cx, u->store, id, &row, body));
	return row;
}

static void a_row_is_kept_in_full(void **state)
{
	struct unit *u = *state;
	struct delivery given = tick(someones(u), UNIT_NOW);
	const struct delivery *row;
	struct bytes body;
	struct kept_row kept;

	given.event_id = "e1";
	kept = keep(u, &given, "hello");
	assert_false(kept.folded);
	row = get(u, kept.id, &body);
	assert_non_null(row);
	assert_int_equal(row->id, kept.id);
	assert_int_equal(row->integration_id, given.integration_id);
	assert_string_equal(row->provider, "jellyfin");
	assert_string_equal(row->user_name, "alice");
	assert_int_equal(row->first_ms, UNIT_NOW);
	assert_int_equal(row->last_ms, UNIT_NOW);
	assert_int_equal(row->count, 1);
	assert_string_equal(row->event, "Progress");
	assert_string_equal(row->sender_user, "al");
	assert_int_equal(row->reason, REASON_PROGRESS);
	assert_string_equal(row->detail, "The position moved.");
	assert_int_equal(row->bytes, 5);
	assert_int_equal(row->replayed_ms, UNSAID);
	assert_int_equal(body.length, 5);
	assert_memory_equal(body.at, "hello", 5);
	assert_null(get(u, kept.id + 1, &body));
	assert_null(body.at);
}

static void is_about(const struct delivery *row, const struct delivery *want)
{
	is_text(HERE, "title", row->title, want->title);
	is_i64(HERE, "season", row->season, want->season);
	is_i64(HERE, "episode", row->episode, want->episode);
	is_text(HERE, "part title", row->part_title, want->part_title);
}

/* Of a viewing of Harbour S1E2 at a third. */
static struct message episode_message(const char *title, const char *part_title)
{
	struct message m;

	message_init(&m);
	m.event = "Progress";
	m.report.kind = KIND_SHOW;
	m.report.title = title;
	m.report.part_title = part_title;
	m.report.season = 1;
	m.report.episode = 2;
	m.report.position = 1200;
	m.report.duration = 3600;
	m.report.units_per_ms = 1;
	assert_true(ids_add(&m.report.ids, CATALOG_TMDB, "900"));
	return m;
}

static const struct delivery *newest_of(struct unit *u, const struct integration *to)
{
	size_t count;

	return deliveries_of(u, to->id, &count);
}

/* A report need not count to say what it is about. */
static void a_delivery_names_what_it_is_about(void **state)
{
	struct unit *u = *state;
	const struct integration *to = add_integration(u, add_user(u, "alice"), "jellyfin", NULL);
	const struct delivery harbour = {
		.title = "Harbour", .season = 1, .episode = 2, .part_title = "Ebb"
	};
	const struct delivery nothing = { .season = UNSAID, .episode = UNSAID };
	struct message m = episode_message("Harbour", "Ebb");
	struct bytes body = { NULL, 0 };

	receive(u, to, &m, body);
	is_about(newest_of(u, to), &harbour);
	m.reason = REASON_NO_IDENTIFIER;
	receive(u, to, &m, body);
	is_about(newest_of(u, to), &harbour);
	message_init(&m);
	m.reason = REASON_NOT_PLAYBACK;
	receive(u, to, &m, body);
	is_about(newest_of(u, to), &nothing);
	run_sql(u->path, "DELETE FROM delivery_about");
	is_about(get(u, 1, &body), &harbour);
	is_about(get(u, 2, &body), &nothing);
}

/* Some senders give ids only; another one may have told the title. */
static void a_delivery_without_a_title_has_that_of_its_play(void **state)
{
	struct unit *u = *state;
	const struct integration *to = add_integration(u, add_user(u, "alice"), "jellyfin", NULL);
	struct message named = episode_message("Harbour", "Ebb");
	struct message bare = episode_message(NULL, NULL);
	struct bytes body = { NULL, 0 };

	receive(u, to, &named, body);
	bare.report.position = 1500;
	receive(u, to, &bare, body);
	is_about(newest_of(u, to),
		&(struct delivery){
			.title = "Harbour", .season = 1, .episode = 2, .part_title = "Ebb" });
}

/* A body may be any bytes, and may be absent. */
static void a_body_is_kept_exactly_or_not_at_all(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u);
	struct delivery row = tick(to, UNIT_NOW);
	static const unsigned char odd[] = { 0, 255, 'a', 0, 10, 13 };
	const struct keeping how = { .body = { odd, sizeof(odd) } };
	struct bytes body;
	int64_t id;

	row.run = NULL;
	id = keep_row(u, &row, &how).id;
	get(u, id, &body);
	assert_int_equal(body.length, sizeof(odd));
	assert_memory_equal(body.at, odd, sizeof(odd));
	get(u, keep(u, &row, NULL).id, &body);
	assert_null(body.at);
	assert_int_equal(body.length, 0);
}

static void ticks_of_one_run_fold_into_one_row(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u);
	struct delivery row = tick(to, UNIT_NOW);
	struct kept_row first = keep(u, &row, "body of 0");
	const struct delivery *stored;
	struct bytes body;

	for (int i = 1; i < 100; i++) {
		char *text = arena_printf(&u->arena, "body of %d", i);
		struct kept_row next;

		row.last_ms = UNIT_NOW + i * 1000;
		row.bytes = (int64_t)strlen(text);
		row.detail = text;
		next = keep(u, &row, text);
		assert_true(next.folded);
		assert_int_equal(next.id, first.id);
	}
	stored = get(u, first.id, &body);
	assert_int_equal(stored->count, 100);
	assert_int_equal(stored->first_ms, UNIT_NOW);
	assert_int_equal(stored->last_ms, UNIT_NOW + 99000);
	assert_int_equal(stored->bytes, 10);
	assert_string_equal(stored->detail, "body of 99");
	assert_int_equal(body.length, 10);
	assert_memory_equal(body.at, "body of 99", 10);
}

/* For bodies of a player, which are stored as deltas. */
static void the_newest_body_of_a_run_is_restored(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	int64_t id = keep(u, &row, "{\"at\":1,\"and then the rest\":[1,2]}").id;
	static const char *const bodies[] = {
		"{\"at\":1,\"and then the rest\":[1,2]}",
		"{\"at\":20,\"and then the rest\":[1,2]}",
		"{\"at\":3000,\"and then the rest\":[1,2]}",
		"something else altogether, as if it had changed its shape",
		"{\"at\":20,\"and then the rest\":[1,2]}",
		"",
		"{\"at\":20,\"and then the rest\":[1,2]}",
	};
	struct bytes body;

	for (size_t i = 0; i < NELEM(bodies); i++) {
		assert_int_equal(keep(u, &row, bodies[i]).id, id);
		get(u, id, &body);
		assert_int_equal(body.length, strlen(bodies[i]));
		assert_string_equal(body.at, bodies[i]);
	}
	/* A body that is not kept leaves the previous one. */
	assert_int_equal(keep(u, &row, NULL).id, id);
	get(u, id, &body);
	assert_non_null(body.at);
}

static void ticks_of_a_film_hardly_grow_the_file(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	char *people = arena_alloc(&u->arena, 60001);
	int64_t before = 0, written;

	memset(people, 'x', 60000);
	for (int i = 0; i < 200; i++) {
		if (i == 1)
			before = ask_sql(u->path, "PRAGMA page_count");
		keep(u, &row,
			arena_printf(&u->arena, "{\"at\":%d,\"people\":\"%s\",\"n\":%d}", i * i,
				people, i % 3));
	}
	assert_int_equal(ask_sql(u->path, "PRAGMA page_count"), before);
	written = ask_sql(u->path, "SELECT length(patch) FROM delivery");
	assert_true(written > 0 && written < 100);
}

static void a_damaged_body_is_reported(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	const struct delivery *out;
	struct bytes body;
	int64_t id = keep(u, &row, "hello").id;

	run_sql(u->path, "UPDATE delivery SET patch = x'ffffffff00000000'");
	is_err("damaged", &u->cx, store_delivery_get(&u->cx, u->store, id, &out, &body), ERR_STORE);
	assert_non_null(strstr(u->cx.note, "damaged"));
}

static void different_reports_do_not_fold(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u);
	struct delivery first = tick(to, UNIT_NOW), other;
	struct delivery elsewhere =
		tick(add_integration(u, add_user(u, "bob"), "jellyfin", NULL)->id, UNIT_NOW);
	int64_t id = keep(u, &first, NULL).id;

	assert_false(keep(u, &elsewhere, NULL).folded);
	other = first;
	other.run = "another/al";
	assert_false(keep(u, &other, NULL).folded);
	other.run = NULL;
	assert_false(keep(u, &other, NULL).folded);
	assert_false(keep(u, &other, NULL).folded);
	assert_int_equal(keep(u, &first, NULL).id, id); /* still open */
}

static void another_reason_starts_another_row(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	int64_t progress = keep(u, &row, NULL).id, below;

	row.reason = REASON_BELOW_MINIMUM;
	below = keep(u, &row, NULL).id;
	assert_int_not_equal(below, progress);
	assert_int_equal(keep(u, &row, NULL).id, below);
	row.reason = REASON_UNCHANGED;
	assert_int_not_equal(keep(u, &row, NULL).id, below);
	row.reason = REASON_PROGRESS;
	assert_int_not_equal(keep(u, &row, NULL).id, progress);
}

/* A check-in at the same moment as a tick. */
static void unchanged_is_part_of_a_run_of_progress(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	int64_t id = keep(u, &row, NULL).id;
	const struct delivery *kept;
	struct bytes body;

	row.reason = REASON_UNCHANGED;
	row.detail = "The position is the one already known.";
	assert_int_equal(keep(u, &row, NULL).id, id);
	row.reason = REASON_PROGRESS;
	row.detail = "The position moved.";
	assert_int_equal(keep(u, &row, NULL).id, id);
	row.reason = REASON_UNCHANGED;
	row.detail = "The position is the one already known.";
	assert_int_equal(keep(u, &row, NULL).id, id);
	MUST(store_delivery_get(&u->cx, u->store, id, &kept, &body));
	assert_int_equal(kept->count, 4);
	assert_int_equal(kept->reason, REASON_PROGRESS);
	assert_string_equal(kept->detail, "The position moved.");
}

static void a_long_silence_starts_another_row(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	int64_t id = keep(u, &row, NULL).id;

	row.last_ms += SITTING_GAP_MS;
	assert_int_equal(keep(u, &row, NULL).id, id);
	row.last_ms += SITTING_GAP_MS + 1;
	assert_int_not_equal(keep(u, &row, NULL).id, id);
}

/* What ends a run is a delivery itself. */
static void end_run(struct unit *u, int64_t to, const char *run)
{
	struct delivery stop = tick(to, UNIT_NOW);
	const struct keeping how = { .ends_run = run };

	stop.run = NULL;
	keep_row(u, &stop, &how);
}

static void an_ended_run_folds_no_more(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u);
	struct delivery row = tick(to, UNIT_NOW);
	int64_t id = keep(u, &row, NULL).id;

	end_run(u, to, "another/al");
	assert_int_equal(keep(u, &row, NULL).id, id);
	end_run(u, to, "item/al");
	assert_int_not_equal(keep(u, &row, NULL).id, id);
}

static int64_t keep_daily(struct unit *u, const struct delivery *row, const char *body)
{
	const struct keeping how = { .body = { body, body ? strlen(body) : 0 }, .is_daily = true };

	return keep_row(u, row, &how).id;
}

/* Of a library scan: nothing of what is told of its items is left. */
static struct delivery added(int64_t integration_id)
{
	return (struct delivery){ .integration_id = integration_id,
		.last_ms = UNIT_NOW - UNIT_NOW % 86400000,
		.event = "ItemAdded",
		.title = "Harbour",
		.season = 1,
		.episode = 2,
		.reason = REASON_NOT_PLAYBACK,
		.detail = "This event is not about playing something.",
		.bytes = 5 };
}

static void a_flood_is_one_row_a_day(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u), other = add_integration(u, add_user(u, "bob"), "emby", NULL)->id;
	struct delivery row = added(to), tick_row = tick(to, UNIT_NOW);
	const struct delivery nothing = { .season = UNSAID, .episode = UNSAID }, *stored;
	int64_t first = keep_daily(u, &row, "first"), next;
	struct bytes body;

	keep(u, &tick_row, "tick");
	row.last_ms += 86400000 - 1;
	row.bytes = 6;
	row.detail = "newest";
	assert_int_equal(keep_daily(u, &row, "newest"), first);
	stored = get(u, first, &body);
	assert_int_equal(stored->count, 2);
	assert_int_equal(stored->last_ms - stored->first_ms, 86400000 - 1);
	assert_int_equal(stored->bytes, 6);
	assert_string_equal(stored->detail, "newest");
	assert_string_equal(body.at, "newest");
	is_about(stored, &nothing);
	row.last_ms++;
	next = keep_daily(u, &row, NULL);
	assert_int_not_equal(next, first);
	row.event = NULL;
	assert_int_not_equal(keep_daily(u, &row, NULL), next);
	row.event = "ItemUpdated";
	assert_int_not_equal(keep_daily(u, &row, NULL), next);
	row = added(other);
	assert_int_not_equal(keep_daily(u, &row, NULL), first);
}

/* What a replay found in it stays in the journal. */
static void a_flood_does_not_fold_into_a_row_that_was_replayed_otherwise(void **state)
{
	struct unit *u = *state;
	struct delivery row = added(someones(u));
	struct bytes body;

	row.id = keep_daily(u, &row, "first");
	MUST(store_delivery_replayed(&u->cx, u->store, &row));
	assert_int_equal(keep_daily(u, &row, "second"), row.id);
	row.reason = REASON_STARTED;
	MUST(store_delivery_replayed(&u->cx, u->store, &row));
	row.reason = REASON_NOT_PLAYBACK;
	assert_int_not_equal(keep_daily(u, &row, "third"), row.id);
	assert_int_equal(get(u, row.id, &body)->count, 2);
	assert_string_equal(body.at, "second");
}

/* 3,000 ticks of a night left 3,000 ids. */
static void a_long_run_keeps_the_newest_event_ids(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u), id = 0;
	struct delivery row = tick(to, UNIT_NOW);

	MUST(store_begin(&u->cx, u->store));
	for (int i = 1; i <= 3000; i++) {
		row.last_ms += 1000;
		row.event_id = arena_printf(&u->arena, "e%d", i);
		keep(u, &row, NULL);
	}
	MUST(store_end(&u->cx, u->store, OK));
	is_i64("events", "rows", ask_sql(u->path, "SELECT count(*) FROM event"),
		DELIVERY_EVENTS_MAX);
	id = repeat_event(u, to, "e3000");
	assert_int_not_equal(id, 0);
	id = repeat_event(u, to, "e2501");
	assert_int_not_equal(id, 0);
	id = repeat_event(u, to, "e2500");
	assert_int_equal(id, 0);
}

static void a_repeated_event_is_known_and_counted(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u), other, id, found = -1;
	struct delivery row = tick(to, UNIT_NOW);
	struct bytes body;

	other = add_integration(u, add_user(u, "bob"), "kodi", NULL)->id;
	row.run = NULL;
	row.event_id = "e1";
	id = keep(u, &row, NULL).id;
	u->cx.now_ms += 1000;
	found = repeat_event(u, to, "e2");
	assert_int_equal(found, 0);
	found = repeat_event(u, other, "e1");
	assert_int_equal(found, 0);
	found = repeat_event(u, to, "e1");
	assert_int_equal(found, id);
	assert_int_equal(get(u, id, &body)->count, 2);
	assert_int_equal(get(u, id, &body)->last_ms, UNIT_NOW + 1000);
	assert_int_equal(get(u, id, &body)->first_ms, UNIT_NOW);
}

static void a_replay_stores_its_outcome(void **state)
{
	struct unit *u = *state;
	struct delivery row = tick(someones(u), UNIT_NOW);
	const struct delivery *stored;
	struct bytes body;

	row.reason = REASON_NO_IDENTIFIER;
	row.id = keep(u, &row, "hello").id;
	u->cx.now_ms += 5000;
	row.reason = REASON_STARTED;
	row.detail = "A new play was started.";
	row.event = "Play";
	row.sender_user = "bert";
	MUST(store_delivery_replayed(&u->cx, u->store, &row));
	stored = get(u, row.id, &body);
	assert_int_equal(stored->reason, REASON_STARTED);
	assert_string_equal(stored->detail, "A new play was started.");
	assert_string_equal(stored->event, "Play");
	assert_string_equal(stored->sender_user, "bert");
	assert_int_equal(stored->replayed_ms, UNIT_NOW + 5000);
	assert_int_equal(stored->last_ms, UNIT_NOW);
	assert_int_equal(stored->count, 1);
	assert_memory_equal(body.at, "hello", 5);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM delivery"
					  " WHERE outcome = 'tracked'"),
		1);
}

static void rows_are_listed_newest_first_and_filtered(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t to[] = { add_integration(u, alice, "jellyfin", NULL)->id,
		add_integration(u, alice, "kodi", NULL)->id,
		add_integration(u, bob, "kodi", NULL)->id };
	int64_t ids[6];
	const struct delivery *rows;
	size_t count;
	struct delivery_filter f = { .limit = 3 };

	for (size_t i = 0; i < NELEM(ids); i++) {
		struct delivery row = tick(to[i % 3], UNIT_NOW);

		row.run = NULL;
		row.reason = i < 3 ? REASON_STALE : REASON_STARTED;
		ids[i] = keep(u, &row, NULL).id;
	}
#define LIST(expected)                                                                             \
	MUST(store_delivery_list(&u->cx, u->store, &f, &rows, &count));                            \
	assert_int_equal(count, expected)

	LIST(3);
	assert_int_equal(rows[0].id, ids[5]);
	assert_int_equal(rows[2].id, ids[3]);
	f.before_id = rows[2].id;
	LIST(3);
	assert_int_equal(rows[0].id, ids[2]);
	f = (struct delivery_filter){ .limit = 10, .outcome = "tracked" };
	LIST(3);
	f.user_id = alice;
	LIST(2);
	f.integration_id = to[1];
	LIST(1);
	assert_int_equal(rows[0].id, ids[4]);
	assert_string_equal(rows[0].provider, "kodi");
	f.outcome = "refused";
	LIST(0);
#undef LIST
}

static int64_t prune(struct unit *u, int days, int rows)
{
	int64_t removed = -1;

	MUST(store_delivery_prune(&u->cx, u->store, days, rows, &removed));
	return removed;
}

static void old_rows_are_pruned(void **state)
{
	struct unit *u = *state;
	int64_t to = someones(u), day = 86400000;
	struct delivery row = tick(to, UNIT_NOW - 30 * day - 1);
	size_t count;

	row.run = NULL;
	keep(u, &row, "old");
	row.last_ms = UNIT_NOW - 30 * day;
	keep(u, &row, "just in time");
	assert_int_equal(prune(u, 30, 1000), 1);
	assert_int_equal(prune(u, 30, 1000), 0);
	deliveries_of(u, to, &count);
	assert_int_equal(count, 1);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM delivery_body"), 1);
}

static void the_oldest_rows_beyond_the_limit_are_pruned(void **state)
{
	struct unit *u = *state;
	int64_t to[2] = { someones(u), 0 }, newest = 0;
	const struct delivery *rows;
	size_t count;

	to[1] = add_integration(u, add_user(u, "bob"), "kodi", NULL)->id;
	for (int i = 0; i < 20; i++) {
		struct delivery row = tick(to[i % 10 == 0], UNIT_NOW);

		row.run = NULL;
		newest = keep(u, &row, NULL).id;
	}
	assert_int_equal(prune(u, 30, 18), 0);
	assert_int_equal(prune(u, 30, 5), 13);
	rows = deliveries_of(u, to[0], &count);
	assert_int_equal(count, 5);
	assert_int_equal(rows[0].id, newest);
	assert_int_equal(rows[4].id, newest - 4);
	deliveries_of(u, to[1], &count);
	assert_int_equal(count, 2);
}

static void link_again(struct unit *u, const struct verdict *v)
{
	struct journal_row row = { .id = v->delivery_id };
	struct standing_play play = { .id = v->touched[0].play_id };
	struct known known;

	known_init(&known, &u->arena, u->cx.now_ms);
	journal_link(&known, &row, &play);
	MUST(store_round_write(&u->cx, u->store, &known));
}

static void a_delivery_lists_the_plays_it_touched(void **state)
{
	struct unit *u = *state;
	static const char body[] = "{\"lot\":\"movie\",\"identifier\":\"603\",\"progress\":50}";
	struct bytes bytes = { body, sizeof(body) - 1 };
	const struct integration *to = add_integration(u, add_user(u, "alice"), "kodi", NULL);
	struct message m;
	struct verdict v;
	int64_t ids[4] = { 0 };
	size_t count = 99;

	m = first_message(&u->cx, provider_kodi.sink, body, sizeof(body) - 1);
	v = receive(u, to, &m, bytes);
	link_again(u, &v); /* no further effect */
	MUST(store_delivery_plays(&u->cx, u->store, v.delivery_id, ids, NELEM(ids), &count));
	assert_int_equal(count, 1);
	assert_int_equal(ids[0], v.touched[0].play_id);
	MUST(store_delivery_plays(&u->cx, u->store, v.delivery_id, ids, 0, &count));
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_row_is_kept_in_full),
		STORE_TEST(a_delivery_names_what_it_is_about),
		STORE_TEST(a_delivery_without_a_title_has_that_of_its_play),
		STORE_TEST(a_body_is_kept_exactly_or_not_at_all),
		STORE_TEST(ticks_of_one_run_fold_into_one_row),
		STORE_TEST(the_newest_body_of_a_run_is_restored),
		STORE_TEST(ticks_of_a_film_hardly_grow_the_file),
		STORE_TEST(a_damaged_body_is_reported),
		STORE_TEST(different_reports_do_not_fold),
		STORE_TEST(another_reason_starts_another_row),
		STORE_TEST(unchanged_is_part_of_a_run_of_progress),
		STORE_TEST(a_long_silence_starts_another_row),
		STORE_TEST(an_ended_run_folds_no_more),
		STORE_TEST(a_flood_is_one_row_a_day),
		STORE_TEST(a_flood_does_not_fold_into_a_row_that_was_replayed_otherwise),
		STORE_TEST(a_long_run_keeps_the_newest_event_ids),
		STORE_TEST(a_repeated_event_is_known_and_counted),
		STORE_TEST(a_replay_stores_its_outcome),
		STORE_TEST(rows_are_listed_newest_first_and_filtered),
		STORE_TEST(old_rows_are_pruned),
		STORE_TEST(the_oldest_rows_beyond_the_limit_are_pruned),
		STORE_TEST(a_delivery_lists_the_plays_it_touched),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
