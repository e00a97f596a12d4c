/* SPDX-License-Identifier: MIT */
#include "shared/store/integration.h"

#include "tests/sinks.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* A sender's report needs these columns, and reads no more. */
static void is_what_weighs(const struct integration *found, const struct integration *whole)
{
	assert_int_equal(found->user_id, whole->user_id);
	assert_string_equal(found->provider, whole->provider);
	assert_int_equal(found->enabled, whole->enabled);
	assert_int_equal(found->limits.start, whole->limits.start);
	assert_int_equal(found->limits.complete, whole->limits.complete);
	assert_null(found->slug);
}

static const struct integration *by_slug(struct unit *u, const char *slug)
{
	const struct integration *row;

	MUST(store_integration_by_slug(&u->cx, u->store, slug, &row));
	return row;
}

static void it_is_stored_as_given(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *row;
	struct integration given = { .user_id = alice,
		.provider = "jellyfin",
		.name = "Living room",
		.enabled = true,
		.limits = { .start = 0, .complete = 9999 },
		.only_user = "al" };

	MUST(store_integration_add(&u->cx, u->store, &given));
	assert_int_equal(strlen(given.slug), SLUG_TEXT - 1);
	MUST(store_integration_by_id(&u->cx, u->store, given.id, &row));
	assert_non_null(row);
	assert_int_equal(row->user_id, alice);
	assert_string_equal(row->user_name, "alice");
	assert_string_equal(row->provider, "jellyfin");
	assert_string_equal(row->name, "Living room");
	assert_string_equal(row->slug, given.slug);
	assert_int_equal(row->old_slug_ends_ms, UNSAID);
	assert_true(row->enabled);
	assert_int_equal(row->limits.start, 0);
	assert_int_equal(row->limits.complete, 9999);
	assert_string_equal(row->only_user, "al");
	assert_int_equal(row->created_ms, UNIT_NOW);
	MUST(store_integration_by_id(&u->cx, u->store, given.id + 1, &row));
	assert_null(row);
}

static void bad_settings_are_refused(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	char longest[INTEGRATION_NAME_MAX + 2];
	const struct row {
		const char *what;
		struct limits limits;
		const char *name, *only_user;
	} rows[] = {
		{ "negative start", { .start = -1, .complete = 9500 }, "TV", NULL },
		{ "equal limits", { .start = 500, .complete = 500 }, "TV", NULL },
		{ "crossed limits", { .start = 9500, .complete = 200 }, "TV", NULL },
		{ "complete at 100 %", { .start = 200, .complete = 10000 }, "TV", NULL },
		{ "no name", { .start = 200, .complete = 9500 }, "", NULL },
		{ "too long a name", { .start = 200, .complete = 9500 }, longest, NULL },
		{ "no text", { .start = 200, .complete = 9500 }, "\xff", NULL },
		{ "an empty user", { .start = 200, .complete = 9500 }, "TV", "" },
	};
	const struct integration *kept = add_integration(u, alice, "kodi", NULL);

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct integration row = *kept;

		row.limits = r->limits;
		row.name = r->name;
		row.only_user = r->only_user;
		is_err(r->what, &u->cx, store_integration_add(&u->cx, u->store, &row), ERR_INPUT);
		row.id = kept->id;
		is_err(r->what, &u->cx, store_integration_save(&u->cx, u->store, &row), ERR_INPUT);
	}
	is_i64("integrations", "rows", ask_sql(u->path, "SELECT count(*) FROM integration"), 1);
	is_i64("integrations", "limit", ask_sql(u->path, "SELECT start_limit FROM integration"),
		LIMIT_START);
}

static void settings_are_saved(void **state)
{
	struct unit *u = *state;
	struct integration row = *add_integration(u, add_user(u, "alice"), "kodi", "al");
	const struct integration *saved;

	row.name = "Bedroom";
	row.enabled = false;
	row.limits = (struct limits){ .start = 100, .complete = 9000 };
	row.only_user = NULL;
	MUST(store_integration_save(&u->cx, u->store, &row));
	MUST(store_integration_by_id(&u->cx, u->store, row.id, &saved));
	assert_string_equal(saved->name, "Bedroom");
	assert_false(saved->enabled);
	assert_int_equal(saved->limits.start, 100);
	assert_int_equal(saved->limits.complete, 9000);
	assert_null(saved->only_user);
	assert_string_equal(saved->slug, row.slug);
}

static void only_its_slug_finds_it(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *a = add_integration(u, alice, "kodi", NULL);
	const struct integration *b = add_integration(u, alice, "kodi", NULL);
	char changed[SLUG_TEXT];

	assert_string_not_equal(a->slug, b->slug);
	assert_int_equal(by_slug(u, a->slug)->id, a->id);
	assert_int_equal(by_slug(u, b->slug)->id, b->id);
	is_what_weighs(by_slug(u, a->slug), a);
	assert_null(by_slug(u, ""));
	assert_null(by_slug(u, "%"));
	memcpy(changed, a->slug, sizeof(changed));
	changed[0] = (char)(changed[0] - 'a' + 'A'); /* case matters */
	assert_null(by_slug(u, changed));
	memcpy(changed, a->slug, sizeof(changed));
	changed[SLUG_TEXT - 2] = '\0';
	assert_null(by_slug(u, changed));
}

static void a_rotated_slug_works_for_another_day(void **state)
{
	struct unit *u = *state;
	const struct integration *row = add_integration(u, add_user(u, "alice"), "kodi", NULL);
	const struct integration *now;
	char fresh[SLUG_TEXT], third[SLUG_TEXT];

	MUST(store_integration_rotate(&u->cx, u->store, row, fresh));
	assert_string_not_equal(fresh, row->slug);
	assert_int_equal(by_slug(u, fresh)->id, row->id);
	assert_int_equal(by_slug(u, row->slug)->id, row->id);
	MUST(store_integration_by_id(&u->cx, u->store, row->id, &now));
	assert_string_equal(now->slug, fresh);
	assert_int_equal(now->old_slug_ends_ms, UNIT_NOW + SLUG_GRACE_MS);
	u->cx.now_ms = UNIT_NOW + SLUG_GRACE_MS - 1;
	assert_non_null(by_slug(u, row->slug));
	u->cx.now_ms = UNIT_NOW + SLUG_GRACE_MS;
	assert_null(by_slug(u, row->slug));
	assert_non_null(by_slug(u, fresh));

	/* Only the previous slug has a grace period. */
	u->cx.now_ms = UNIT_NOW + 1000;
	MUST(store_integration_rotate(&u->cx, u->store, row, third));
	assert_non_null(by_slug(u, third));
	assert_non_null(by_slug(u, fresh));
	assert_null(by_slug(u, row->slug));
}

static void a_token_uses_the_oldest_integration_of_a_provider(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct integration *first, *found, *rows;
	size_t count;

	add_integration(u, bob, "kodi", NULL);
	add_integration(u, alice, "jellyfin", NULL);
	first = add_integration(u, alice, "kodi", NULL);
	add_integration(u, alice, "kodi", NULL);
	MUST(store_integration_of_user(&u->cx, u->store, alice, "kodi", &found));
	assert_int_equal(found->id, first->id);
	MUST(store_integration_of_user(&u->cx, u->store, alice, "plex", &found));
	assert_null(found);
	MUST(store_integration_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 3);
	assert_string_equal(rows[0].provider, "jellyfin");
	MUST(store_integration_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(count, 4);
	MUST(store_integration_page(&u->cx, u->store, rows[2].id, &rows, &count));
	assert_int_equal(count, 1);
}

static void receive_kodi(struct unit *u, const struct integration *to, const char *body)
{
	struct bytes bytes = { body, strlen(body) };
	struct message m;

	m = first_message(&u->cx, provider_kodi.sink, body, strlen(body));
	receive(u, to, &m, bytes);
}

static void health_counts_by_outcome(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "kodi", NULL);
	const struct integration *idle = add_integration(u, alice, "kodi", NULL);
	struct integration_health h;

	MUST(store_integration_health(&u->cx, u->store, idle->id, &h));
	assert_int_equal(h.last_ms, UNSAID);
	assert_int_equal(h.last_tracked_ms, UNSAID);
	assert_int_equal(h.deliveries, 0);

	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"603\","
		"\"progress\":50}"); /* started */
	u->cx.now_ms += 1000;
	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"603\","
		"\"progress\":51}"); /* moved */
	u->cx.now_ms += 1000;
	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"603\","
		"\"progress\":51}"); /* unchanged: folds */
	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"604\","
		"\"progress\":1}"); /* below the minimum */
	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"\","
		"\"progress\":50}"); /* unmatched */
	u->cx.now_ms += 1000;
	receive_kodi(u, to, "{}"); /* refused */
	MUST(store_integration_health(&u->cx, u->store, to->id, &h));
	assert_int_equal(h.last_ms, UNIT_NOW + 3000);
	assert_int_equal(h.last_tracked_ms, UNIT_NOW + 2000);
	assert_int_equal(h.deliveries, 6);
	assert_int_equal(h.tracked, 3);
	assert_int_equal(h.ignored, 1);
	assert_int_equal(h.unmatched, 1);
	assert_int_equal(h.refused, 1);
	MUST(store_integration_health(&u->cx, u->store, idle->id, &h));
	assert_int_equal(h.deliveries, 0);
}

static void removing_it_keeps_the_plays(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "kodi", NULL);
	const struct play *plays;
	size_t count;

	receive_kodi(u, to,
		"{\"lot\":\"movie\",\"identifier\":\"603\","
		"\"progress\":50}");
	plays = plays_of(u, alice, &count);
	assert_string_equal(plays->provider, "kodi");
	MUST(store_integration_remove(&u->cx, u->store, to));
	plays = plays_of(u, alice, &count);
	assert_int_equal(count, 1);
	assert_string_equal(plays->provider, "kodi");
	deliveries_of(u, 0, &count);
	assert_int_equal(count, 0);
	assert_null(by_slug(u, to->slug));
	is_sound(u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(it_is_stored_as_given),
		STORE_TEST(bad_settings_are_refused),
		STORE_TEST(settings_are_saved),
		STORE_TEST(only_its_slug_finds_it),
		STORE_TEST(a_rotated_slug_works_for_another_day),
		STORE_TEST(a_token_uses_the_oldest_integration_of_a_provider),
		STORE_TEST(health_counts_by_outcome),
		STORE_TEST(removing_it_keeps_the_plays),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
