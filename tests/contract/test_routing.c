/* SPDX-License-Identifier: MIT */
/*
 * Evenings of two accounts twice: each sent to a person's own integration, and
 * both to a shared hook, whose accounts are given away afterwards. Both must
 * lead to the same plays.
 */
#include "tests/contract/contract.h"

#include "shared/actions/household.h"
#include "shared/actions/integration.h"

enum { RANDOM_EVENINGS = 150, STEPS_MAX = 25, RUNTIME_S = 6000, TICKS_PER_S = 10000000 };

static const char *const accounts[] = { "anna", "ben" };

struct house {
	const struct integration *own[2]; /* listening to one account each */
	const struct integration *hook;
	const char *person[2]; /* who gets an account; the first has the hook */
	int64_t user_id[2];
};

static const struct conf conf = { .quota_integrations = 10 };

static void change(struct unit *u, const struct integration **row, struct settings in)
{
	struct integration changed = **row;

	MUST(integration_set(&u->cx, &in, &changed));
	MUST(integration_save(&u->cx, u->store, &changed, NULL));
	MUST(store_integration_by_id(&u->cx, u->store, changed.id, row));
}

static struct house add_house(struct unit *u)
{
	static int number;
	struct settings share = { .value = { [SETTING_SHARED] = setting_switch(true) } };
	struct house h;

	number++;
	for (size_t i = 0; i < 2; i++) {
		int64_t alone =
			add_user(u, arena_printf(&u->arena, "%s-alone-%d", accounts[i], number));

		h.person[i] = arena_printf(&u->arena, "%s-%d", accounts[i], number);
		h.user_id[i] = add_user(u, h.person[i]);
		h.own[i] = add_integration(u, alone, "jellyfin", accounts[i]);
	}
	h.hook = add_integration(u, h.user_id[0], "jellyfin", NULL);
	change(u, &h.hook, share);
	return h;
}

static struct household_effect give(struct unit *u, const struct household *what)
{
	struct household_effect effect;

	MUST(store_begin(&u->cx, u->store));
	MUST(household_give(&u->cx, u->store, &conf, what, &effect));
	MUST(store_end(&u->cx, u->store, OK));
	return effect;
}

/* Every account that nobody has goes to the person of its name. */
static void give_all(struct unit *u, const struct house *h)
{
	const struct sender_account_row *rows = NULL;
	size_t count = 0;

	MUST(store_sender_account_list(&u->cx, u->store, h->hook->id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		bool is_first = strcmp(rows[i].account.name, accounts[0]) == 0;
		struct household what = { .user_id = h->user_id[0],
			.is_admin = true,
			.account_id = rows[i].account.id,
			.person = h->person[is_first ? 0 : 1] };

		if (rows[i].account.to_id == 0)
			give(u, &what);
	}
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As of test_naming.c. */
static const char *plays_text(struct unit *u, int64_t user_id)
{
	size_t count;
	const struct play *plays = plays_of(u, user_id, &count);
	const char **lines = arena_array(&u->arena, count + 1, sizeof(*lines));
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		lines[i] = arena_printf(&u->arena,
			"%s %s share=%" PRId64 " at=%" PRId64 " started=%" PRId64
			" completed=%" PRId64,
			plays[i].ids.list[0].value, state_name(plays[i].state), plays[i].share,
			plays[i].position_ms, plays[i].started_ms, plays[i].completed_ms);
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < count; i++)
		text = arena_join(&u->arena, text, "\n", lines[i]);
	return text;
}

static const char *random_body(struct unit *u, struct lcg *g, const char *account, int64_t *place)
{
	static const char *const events[] = { "Progress", "Progress", "Progress", "Progress",
		"Pause", "Resume", "Stop", "Play", "Scrobble", "MarkPlayed" };
	const char *event = events[lcg_below(g, (int64_t)NELEM(events))];
	int64_t kept = *place;

	if (lcg_below(g, 4) == 0)
		*place = lcg_below(g, RUNTIME_S + 1);
	if (lcg_below(g, 3) > 0)
		kept = *place;
	return arena_printf(&u->arena,
		"{\"Event\":\"%s\",\"Item\":{\"Id\":\"1\",\"Type\":\"Movie\",\"Name\":\"Some Film\","
		"\"RunTimeTicks\":%" PRId64 ",\"ProviderIds\":{\"Tmdb\":\"603\"},\"UserData\":{"
		"\"PlaybackPositionTicks\":%" PRId64 ",\"Played\":%s}},\"Session\":{\"Id\":\"%s\","
		"\"PlayState\":{\"PositionTicks\":%" PRId64 ",\"IsPaused\":%s}},"
		"\"User\":{\"Name\":\"%s\",\"Id\":\"u-%s\"}}",
		event, (int64_t)RUNTIME_S * TICKS_PER_S, kept * TICKS_PER_S,
		lcg_below(g, 6) == 0 ? "true" : "false", account, *place * TICKS_PER_S,
		strcmp(event, "Pause") == 0 ? "true" : "false", account, account);
}

static void random_evening(struct unit *u, struct lcg *g, bool is_given_first)
{
	static const int64_t pauses[] = { 1, 10, 10, 30, 120, 700 };
	struct house h = add_house(u);
	int64_t place[2] = { 0, 0 }, steps = 1 + lcg_below(g, STEPS_MAX);

	for (int64_t i = 0; i < steps; i++) {
		int64_t after = pauses[lcg_below(g, (int64_t)NELEM(pauses))];
		size_t who = (size_t)lcg_below(g, 2);
		struct bytes body;
		struct message m;

		u->cx.now_ms += after * 1000;
		place[who] = place[who] + after < RUNTIME_S ? place[who] + after : RUNTIME_S;
		body.at = random_body(u, g, accounts[who], &place[who]);
		body.length = strlen(body.at);
		for (size_t n = 0; n < 2; n++)
			deliver(u, h.own[n], body, &m);
		deliver(u, h.hook, body, &m);
		if (is_given_first)
			give_all(u, &h);
	}
	u->cx.now_ms += 86400000;
	give_all(u, &h);
	for (size_t n = 0; n < 2; n++)
		is_text(is_given_first ? "given at once" : "given later", accounts[n],
			plays_text(u, h.user_id[n]), plays_text(u, h.own[n]->user_id));
}

static void accounts_given_later_lead_to_the_same(void **state)
{
	struct unit *u = *state;
	struct lcg g = { 23 };

	for (int i = 0; i < RANDOM_EVENINGS; i++) {
		struct arena_mark mark = arena_mark(&u->arena);

		random_evening(u, &g, i % 3 == 0);
		arena_rewind(&u->arena, mark);
	}
	is_sound(u);
}

/* ---- one account at a time ---- */

/* A tick of a film at half of it. */
static struct verdict tick(struct unit *u, const struct house *h, const char *name, const char *id)
{
	struct message m;
	const char *body = arena_printf(&u->arena,
		"{\"Event\":\"Progress\",\"Item\":{\"Id\":\"1\",\"Type\":\"Movie\",\"Name\":"
		"\"Some Film\",\"RunTimeTicks\":60000000000,\"ProviderIds\":{\"Tmdb\":\"603\"}},"
		"\"Session\":{\"Id\":\"tv\",\"PlayState\":{\"PositionTicks\":30000000000}},"
		"\"User\":{\"Name\":\"%s\",\"Id\":\"%s\"}}",
		name, id);

	u->cx.now_ms += 1000;
	return deliver(u, h->hook, (struct bytes){ body, strlen(body) }, &m);
}

static const struct sender_account_row *only_account(struct unit *u, const struct house *h)
{
	const struct sender_account_row *rows = NULL;
	size_t count = 0;

	MUST(store_sender_account_list(&u->cx, u->store, h->hook->id, &rows, &count));
	is_i64("accounts", "count", (int64_t)count, 1);
	return rows;
}

static size_t play_count(struct unit *u, int64_t user_id)
{
	size_t count;

	plays_of(u, user_id, &count);
	return count;
}

static struct household by_owner(const struct house *h, int64_t account_id)
{
	return (struct household){ .user_id = h->user_id[0],
		.is_admin = true,
		.account_id = account_id,
		.person = h->person[1] };
}

static void a_stranger_is_counted_and_waits(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	const struct sender_account_row *row;
	struct verdict v = tick(u, &h, "ben", "7");

	is_text("tick", "reason", reason_name(v.reason), "stranger");
	tick(u, &h, "ben", "7");
	row = only_account(u, &h);
	is_i64("stranger", "reports", row->reports, 2);
	is_i64("stranger", "deliveries", row->deliveries, 1);
	is_i64("stranger", "last", row->last_ms, u->cx.now_ms);
	is_text("stranger", "title", row->title, "Some Film");
	is_i64("owner", "plays", (int64_t)play_count(u, h.user_id[0]), 0);
}

static void what_was_given_is_that_persons_alone(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct household what;
	struct household_effect effect;
	const struct delivery *row = NULL;
	const struct integration *behind = NULL;
	struct verdict waited = tick(u, &h, "ben", "7"), v;
	struct bytes body;

	what = by_owner(&h, only_account(u, &h)->account.id);
	effect = give(u, &what);
	is_i64("give", "tracked", effect.tally.by_outcome[OUTCOME_TRACKED], 1);
	is_text("give", "person", effect.row->user_name, h.person[1]);
	is_i64("give", "waiting", effect.row->deliveries, 0);
	v = tick(u, &h, "Ben", "7");
	is_text("tick", "reason", reason_name(v.reason), "unchanged");
	assert_int_not_equal(v.integration_id, h.hook->id);
	is_i64("owner", "plays", (int64_t)play_count(u, h.user_id[0]), 0);
	is_i64("person", "plays", (int64_t)play_count(u, h.user_id[1]), 1);
	MUST(store_integration_own(&u->cx, u->store, h.user_id[1], v.integration_id, &behind));
	assert_non_null(behind);
	for (size_t i = 0; i < 2; i++) {
		int64_t id = i ? v.delivery_id : waited.delivery_id;

		MUST(store_delivery_own(&u->cx, u->store, h.user_id[0], id, &row, &body));
		assert_null(row);
		MUST(store_delivery_own(&u->cx, u->store, h.user_id[1], id, &row, &body));
		assert_non_null(row);
	}
}

static void an_account_is_known_by_its_id(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct household what = by_owner(&h, 0);

	what.hook = h.hook;
	what.account = "BEN";
	give(u, &what);
	is_text("by name", "reason", reason_name(tick(u, &h, "ben", "7").reason), "started");
	is_text("renamed", "reason", reason_name(tick(u, &h, "benny", "7").reason), "unchanged");
	is_text("renamed", "name", only_account(u, &h)->account.name, "benny");
	/* Somebody else has the name now. */
	is_text("another", "reason", reason_name(tick(u, &h, "ben", "8").reason), "stranger");
	is_text("an id as name", "reason", reason_name(tick(u, &h, "7", "9").reason), "stranger");
}

static enum err try_give(struct unit *u, const struct household *what)
{
	struct household_effect effect;
	enum err err;

	MUST(store_begin(&u->cx, u->store));
	err = household_give(&u->cx, u->store, &conf, what, &effect);
	store_rollback(u->store);
	return err;
}

static void what_may_not_be_changes_nothing(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct household what;

	tick(u, &h, "ben", "7");
	what = by_owner(&h, only_account(u, &h)->account.id);
	what.is_admin = false;
	is_err("to others", &u->cx, try_give(u, &what), ERR_FORBIDDEN);
	what.person = "nobody-at-all";
	is_err("who is there?", &u->cx, try_give(u, &what), ERR_FORBIDDEN);
	what.person = h.person[0];
	is_err("to oneself", &u->cx, try_give(u, &what), OK);
	what.is_admin = true;
	what.person = "nobody-at-all";
	is_err("to nobody", &u->cx, try_give(u, &what), ERR_INPUT);
	what.person = h.person[1];
	what.user_id = h.user_id[1];
	is_err("of another's hook", &u->cx, try_give(u, &what), ERR_NOT_FOUND);
	what.user_id = h.user_id[0];
	give(u, &what);
	is_err("twice", &u->cx, try_give(u, &what), ERR_CONFLICT);
	is_text("twice", "note", u->cx.note,
		arena_printf(&u->arena, "%s has the account ben already. Take it back first.",
			h.person[1]));
	change(u, &h.hook,
		(struct settings){ .value = { [SETTING_SHARED] = setting_switch(false) } });
	what.hook = h.hook;
	what.account = "carl";
	is_err("not shared", &u->cx, try_give(u, &what), ERR_CONFLICT);
}

static void ignored_and_taken_back(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct household_effect effect;
	struct household what;

	tick(u, &h, "ben", "7");
	what = by_owner(&h, only_account(u, &h)->account.id);
	MUST(household_ignore(&u->cx, u->store, &what, &effect));
	is_i64("ignored", "ignored", effect.tally.by_outcome[OUTCOME_IGNORED], 1);
	is_text("ignored", "reason", reason_name(tick(u, &h, "ben", "7").reason), "other-user");
	MUST(household_take_back(&u->cx, u->store, &what, &effect));
	is_i64("taken back", "waiting", effect.tally.by_outcome[OUTCOME_WAITING], 1);
	give(u, &what);
	is_i64("given", "plays", (int64_t)play_count(u, h.user_id[1]), 1);
	MUST(household_take_back(&u->cx, u->store, &what, &effect));
	is_err("again", &u->cx, household_take_back(&u->cx, u->store, &what, &effect),
		ERR_CONFLICT);
	is_text("taken back", "reason", reason_name(tick(u, &h, "ben", "7").reason), "stranger");
	is_i64("taken back", "plays", (int64_t)play_count(u, h.user_id[1]), 1);
}

static void a_person_who_is_removed_leaves_a_stranger(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct household what;

	tick(u, &h, "ben", "7");
	what = by_owner(&h, only_account(u, &h)->account.id);
	give(u, &what);
	MUST(store_begin(&u->cx, u->store));
	MUST(store_user_remove(&u->cx, u->store, h.user_id[1]));
	MUST(store_end(&u->cx, u->store, OK));
	is_text("removed", "reason", reason_name(tick(u, &h, "ben", "7").reason), "stranger");
	is_i64("removed", "waiting", only_account(u, &h)->deliveries, 1);
	is_err("meanwhile", &u->cx, try_give(u, &what), ERR_INPUT);
	is_sound(u);
}

static void a_hook_that_is_removed_leaves_what_was_given(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	const struct integration *left = NULL;
	struct household what;
	struct verdict v;

	tick(u, &h, "ben", "7");
	what = by_owner(&h, only_account(u, &h)->account.id);
	give(u, &what);
	v = tick(u, &h, "ben", "7");
	MUST(integration_remove(&u->cx, u->store, h.hook));
	MUST(store_integration_by_id(&u->cx, u->store, v.integration_id, &left));
	assert_non_null(left);
	is_i64("left", "hook", left->hook_id, 0);
	is_i64("left", "plays", (int64_t)play_count(u, h.user_id[1]), 1);
	is_sound(u);
}

/* What came before the hook was shared stays its owner's. */
static void a_replay_goes_where_its_account_is(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	struct settings alone = { .value = { [SETTING_SHARED] = setting_switch(false) } };
	struct settings share = { .value = { [SETTING_SHARED] = setting_switch(true) } };
	const char *body = "{\"Event\":\"Progress\",\"Item\":{\"Id\":\"1\",\"Type\":\"Movie\","
			   "\"Name\":\"F\",\"RunTimeTicks\":60000000000,\"ProviderIds\":{\"Tmdb\":"
			   "\"603\"}},\"Session\":{\"Id\":\"tv\",\"PlayState\":{\"PositionTicks\":"
			   "30000000000}},\"User\":{\"Name\":\"ben\",\"Id\":\"7\"}}";
	struct message m = first_message(&u->cx, provider_sink("jellyfin"), body, strlen(body));
	struct incoming again = {
		.message = &m, .received_ms = u->cx.now_ms, .body = { body, strlen(body) }
	};
	struct household what = by_owner(&h, 0);
	struct verdict v;

	change(u, &h.hook, alone);
	again.replay_of = tick(u, &h, "ben", "7").delivery_id;
	change(u, &h.hook, share);
	what.hook = again.integration = h.hook;
	what.account = "ben";
	give(u, &what);
	MUST(store_begin(&u->cx, u->store));
	MUST(receive_message(&u->cx, u->store, &again, &v));
	MUST(store_end(&u->cx, u->store, OK));
	is_i64("replayed", "integration", v.integration_id, h.hook->id);
	is_i64("replayed", "plays", (int64_t)play_count(u, h.user_id[1]), 0);
	is_i64("replayed", "plays of the owner", (int64_t)play_count(u, h.user_id[0]), 1);
}

static void strangers_have_a_quota(void **state)
{
	struct unit *u = *state;
	struct house h = add_house(u);
	const struct sender_account_row *rows = NULL;
	size_t count = 0;

	for (int i = 0; i <= ACCOUNTS_MAX; i++) {
		const char *id = arena_printf(&u->arena, "n%d", i);
		bool is_over = i == ACCOUNTS_MAX;

		is_text(id, "reason", reason_name(tick(u, &h, id, id).reason),
			is_over ? "other-user" : "stranger");
	}
	MUST(store_sender_account_list(&u->cx, u->store, h.hook->id, &rows, &count));
	is_i64("accounts", "count", (int64_t)count, ACCOUNTS_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, unit_setup_store, unit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stranger_is_counted_and_waits),
		TEST(what_was_given_is_that_persons_alone),
		TEST(an_account_is_known_by_its_id),
		TEST(what_may_not_be_changes_nothing),
		TEST(ignored_and_taken_back),
		TEST(a_person_who_is_removed_leaves_a_stranger),
		TEST(a_hook_that_is_removed_leaves_what_was_given),
		TEST(a_replay_goes_where_its_account_is),
		TEST(strangers_have_a_quota),
		cmocka_unit_test_setup_teardown(
			accounts_given_later_lead_to_the_same, unit_setup_store, unit_teardown),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
