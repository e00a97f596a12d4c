/* SPDX-License-Identifier: MIT */
/* Plays that were removed: listed for a month, then deleted. */
#include "shared/store/trash.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define DAY INT64_C(86400000)

/* Of Alice: removed today, 29 and 31 days ago; the last has a delivery. */
static const char removed[] =
	"INSERT INTO work (id, person_id, kind, created_ms) VALUES (1, 1, 'movie', 0),"
	" (2, 1, 'movie', 0), (3, 1, 'movie', 0), (4, 1, 'movie', 0);"
	"INSERT INTO item (id, work_id, part) SELECT id, id, '' FROM work;"
	"INSERT INTO play (id, user_id, item_id, state, share, furthest, started_ms, updated_ms,"
	" completed_ms, removed_ms) VALUES"
	" (1, 1, 1, 'completed', 5, 5, 0, 0, 0, 100 * 86400000),"
	" (2, 1, 2, 'completed', 5, 5, 0, 0, 0, 71 * 86400000),"
	" (3, 1, 3, 'completed', 5, 5, 0, 0, 0, 69 * 86400000),"
	" (4, 1, 4, 'completed', 5, 5, 0, 0, 0, 69 * 86400000);"
	"INSERT INTO edit (user_id, work_id, play_id, deed, at_ms)"
	" SELECT 1, id, id, 'removed', 0 FROM play;"
	"INSERT INTO delivery (id, integration_id, first_ms, last_ms, outcome, reason, detail,"
	" octets) VALUES (1, 1, 0, 0, 'tracked', 'completed', 'x', 1);"
	"INSERT INTO delivery_play VALUES (1, 4);";

static size_t listed(struct unit *u, int64_t user_id, int64_t *first)
{
	const struct trash_filter filter = { user_id, INT64_MAX, INT64_MAX, TRASH_PAGE };
	const struct trash_play *rows = NULL;
	size_t count = 0;

	MUST(store_trash_list(&u->cx, u->store, &filter, &rows, &count));
	*first = count > 0 ? rows[0].id : 0;
	return count;
}

static void the_trash_is_listed_and_emptied(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob"), first, deleted = 0;

	add_integration(u, alice, "kodi", NULL);
	run_sql(u->path, removed);
	u->cx.now_ms = 100 * DAY + 1;
	assert_int_equal(listed(u, alice, &first), 2);
	assert_int_equal(first, 1);
	assert_int_equal(listed(u, bob, &first), 0);
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, store_trash_empty(&u->cx, u->store, &deleted)));
	assert_int_equal(deleted, 1);
	/* With its work; the one that a delivery shows stays. */
	assert_int_equal(ask_sql(u->path, "SELECT sum(id) FROM play"), 1 + 2 + 4);
	assert_int_equal(ask_sql(u->path, "SELECT sum(id) FROM work"), 1 + 2 + 4);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM edit"), 3);
	run_sql(u->path, "DELETE FROM delivery_play");
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, store_trash_empty(&u->cx, u->store, &deleted)));
	assert_int_equal(ask_sql(u->path, "SELECT sum(id) FROM work"), 1 + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_trash_is_listed_and_emptied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
