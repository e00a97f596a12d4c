/* SPDX-License-Identifier: MIT */
#include "shared/actions/quota.h"

#include "shared/actions/token.h"
#include "shared/store/session.h"

#include "tests/unit/people.h"
#include "tests/unit/rounds.h"
#include "tests/unit/sql.h"

enum { SMALL = 100 * 1000, LARGE = 400 * 1000 };

static const struct conf one_mb = { .quota_bodies = 1 };

static const char *letters(struct unit *u, size_t length, char letter)
{
	char *text = arena_alloc(&u->arena, length + 1);

	memset(text, letter, length);
	return text;
}

/* Returns its id. */
static int64_t keep(struct unit *u, int64_t to, const char *run, const char *text)
{
	const struct delivery row = { .integration_id = to,
		.last_ms = u->cx.now_ms,
		.run = run,
		.reason = REASON_PROGRESS,
		.detail = "The position moved.",
		.bytes = (int64_t)strlen(text) };
	const struct keeping how = { .body = { text, strlen(text) } };

	return keep_row(u, &row, &how).id;
}

static bool hold(struct unit *u, int64_t id)
{
	bool goes_on = true;

	MUST(quota_hold_bodies(&u->cx, u->store, &one_mb, id, &goes_on));
	return goes_on;
}

static void uses(struct unit *u, const char *where, int64_t id, const struct bodies *want)
{
	struct bodies use;

	MUST(store_bodies_get(&u->cx, u->store, id, &use));
	is_i64(where, "bytes", use.bytes, want->bytes);
	is_i64(where, "dropped", use.dropped, want->dropped);
	is_i64(where, "dropped_ms", use.dropped_ms, want->dropped_ms);
}

static bool has_body(struct unit *u, int64_t id, bool is_dropped)
{
	const struct delivery *row;
	struct bytes body;

	MUST(store_delivery_get(&u->cx, u->store, id, &row, &body));
	assert_non_null(row);
	assert_int_equal(row->dropped_ms, is_dropped ? UNIT_NOW : UNSAID);
	return body.at != NULL;
}

static void the_oldest_bodies_go_and_their_rows_stay(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), ids[4];
	int64_t mine = add_integration(u, alice, "jellyfin", NULL)->id;
	int64_t other = add_integration(u, alice, "kodi", NULL)->id;
	int64_t others = keep(u, other, NULL, letters(u, LARGE, 'o'));

	for (size_t i = 0; i < NELEM(ids); i++)
		ids[i] = keep(u, mine, NULL, letters(u, LARGE, 'a'));
	uses(u, "before", mine, &(struct bodies){ 4 * LARGE, 0, UNSAID });
	assert_false(hold(u, mine));
	assert_false(hold(u, other));
	uses(u, "after", mine, &(struct bodies){ 2 * LARGE, 2, UNIT_NOW });
	uses(u, "other", other, &(struct bodies){ LARGE, 0, UNSAID });
	for (size_t i = 0; i < NELEM(ids); i++)
		assert_int_equal(has_body(u, ids[i], i < 2), i >= 2);
	assert_true(has_body(u, others, false));
	assert_false(hold(u, mine)); /* within the quota nothing goes */
	uses(u, "again", mine, &(struct bodies){ 2 * LARGE, 2, UNIT_NOW });
}

static void a_step_is_bounded(void **state)
{
	struct unit *u = *state;
	int64_t id = add_integration(u, add_user(u, "alice"), "jellyfin", NULL)->id;

	for (int i = 0; i < 2 * BODIES_DROP; i++)
		keep(u, id, NULL, letters(u, SMALL, 'a'));
	assert_true(hold(u, id));
	uses(u, "a step", id,
		&(struct bodies){ (int64_t)SMALL * BODIES_DROP, BODIES_DROP, UNIT_NOW });
	assert_false(hold(u, id));
	uses(u, "all", id, &(struct bodies){ 10 * SMALL, 2 * BODIES_DROP - 10, UNIT_NOW });
}

/* Its delta goes with the body that it changes. */
static void a_run_gets_a_new_body_with_its_next_tick(void **state)
{
	struct unit *u = *state;
	int64_t to = add_integration(u, add_user(u, "alice"), "jellyfin", NULL)->id;
	int64_t run = keep(u, to, "film", letters(u, LARGE, 'a'));
	const struct delivery *row;
	struct bytes body;

	assert_int_equal(keep(u, to, "film", letters(u, LARGE, 'b')), run);
	for (int i = 0; i < 2; i++)
		keep(u, to, NULL, letters(u, LARGE, 'c'));
	assert_false(hold(u, to));
	assert_false(has_body(u, run, true));
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM delivery WHERE patch NOT NULL"), 0);
	assert_int_equal(keep(u, to, "film", "the next"), run);
	MUST(store_delivery_get(&u->cx, u->store, run, &row, &body));
	assert_int_equal(body.length, 8);
	assert_memory_equal(body.at, "the next", 8);
	uses(u, "the next", to, &(struct bodies){ 2 * LARGE + 8, 0, UNIT_NOW });
}

static void groups_have_each_integration_once(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), after = 0;
	const int64_t *ids;
	size_t count;

	for (int i = 0; i < 2 * BODY_GROUPS; i++)
		add_integration(u, alice, "kodi", NULL);
	MUST(store_bodies_group(&u->cx, u->store, 7, after, &ids, &count));
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], 7);
	assert_int_equal(ids[1], 7 + BODY_GROUPS);
	MUST(store_bodies_group(&u->cx, u->store, 7, 7, &ids, &count));
	assert_int_equal(count, 1);
	assert_int_equal(ids[0], 7 + BODY_GROUPS);
}

static const struct conf two_each = {
	.quota_integrations = 2, .quota_sessions = 2, .quota_tokens = 2
};

static void integrations_beyond_the_quota_are_refused(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");

	for (int i = 0; i < 2; i++) {
		MUST(quota_check_integration(&u->cx, u->store, &two_each, alice));
		add_integration(u, alice, "kodi", NULL);
	}
	is_err("a third", &u->cx, quota_check_integration(&u->cx, u->store, &two_each, alice),
		ERR_INPUT);
	assert_non_null(strstr(u->cx.note, "2 integrations are the most"));
	MUST(quota_check_integration(&u->cx, u->store, &two_each, bob));
}

static enum err make_token(struct unit *u, int64_t user_id, int64_t *id)
{
	struct token row = { .user_id = user_id, .name = "player" };
	char text[TOKEN_TEXT];
	enum err err = token_make(&u->cx, u->store, &two_each, &row, text);

	*id = row.id;
	return err;
}

/* Of revoked ones as many are kept, so that nothing grows without bound. */
static void tokens_beyond_the_quota_are_refused(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), kept, id;
	const struct token *rows;
	bool found;
	size_t count;

	MUST(make_token(u, alice, &kept));
	for (int i = 0; i < 5; i++) {
		u->cx.now_ms++;
		MUST(make_token(u, alice, &id));
		is_err("a third", &u->cx, make_token(u, alice, &id), ERR_INPUT);
		MUST(store_token_list(&u->cx, u->store, alice, &rows, &count));
		id = rows[count - 1].id;
		MUST(token_revoke(&u->cx, u->store, alice, id, &found));
		assert_true(found);
	}
	assert_non_null(strstr(u->cx.note, "2 tokens are the most"));
	MUST(make_token(u, alice, &id));
	MUST(store_token_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 4);
	assert_int_equal(rows[0].id, kept);
	assert_int_equal(rows[0].revoked_ms, UNSAID);
	assert_int_equal(rows[1].revoked_ms, u->cx.now_ms - 1);
	assert_int_equal(rows[2].revoked_ms, u->cx.now_ms);
}

static void sign_in(struct unit *u, int64_t user_id, unsigned char byte)
{
	const struct session row = { .user_id = user_id, .user_agent = "", .remote = "" };
	unsigned char hash[TOKEN_HASH];

	memset(hash, byte, sizeof(hash));
	MUST(quota_trim_session(&u->cx, u->store, &two_each, user_id));
	MUST(store_session_add(&u->cx, u->store, &row, hash));
}

static void the_session_used_longest_ago_goes(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct session *rows;
	struct holding has;
	size_t count;

	sign_in(u, bob, 'b');
	for (unsigned char byte = '1'; byte <= '2'; byte++) {
		u->cx.now_ms++;
		sign_in(u, alice, byte);
	}
	MUST(store_session_list(&u->cx, u->store, alice, &rows, &count));
	u->cx.now_ms++;
	MUST(store_session_touch(&u->cx, u->store, rows[1].id)); /* the older one */
	u->cx.now_ms -= 1000; /* also with a clock that was set back */
	sign_in(u, alice, '3');
	MUST(store_holding_get(&u->cx, u->store, alice, &has));
	assert_int_equal(has.sessions, 2);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM session"
					  " WHERE hex(hash) LIKE '31%' OR hex(hash) LIKE '33%'"),
		2);
	MUST(store_holding_get(&u->cx, u->store, bob, &has));
	assert_int_equal(has.sessions, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_oldest_bodies_go_and_their_rows_stay),
		STORE_TEST(a_step_is_bounded),
		STORE_TEST(a_run_gets_a_new_body_with_its_next_tick),
		STORE_TEST(integrations_beyond_the_quota_are_refused),
		STORE_TEST(tokens_beyond_the_quota_are_refused),
		STORE_TEST(the_session_used_longest_ago_goes),
		STORE_TEST(groups_have_each_integration_once),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
