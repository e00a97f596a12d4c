/* SPDX-License-Identifier: MIT */
/* test_guide.c -- the episodes that servers list, recorded and written. */
#include "shared/providers/items_guide.h"
#include "shared/providers/plex_guide.h"
#include "tests/contract/contract.h"

static struct answer of_text(const char *text)
{
	return (struct answer){
		.status = 200, .type = "application/json", .body = text, .length = strlen(text)
	};
}

static struct answer of_file(struct unit *u, const char *file)
{
	return of_text(read_body(u, arena_printf(&u->arena, FIXTURES "%s", file)).at);
}

static void is_listed(
	const struct guide_list *list, size_t at, int season, int episode, const char *title)
{
	assert_in_range(at, 0, list->count - 1);
	is_i64(title ? title : "untitled", "season", list->rows[at].season, season);
	is_i64(title ? title : "untitled", "episode", list->rows[at].episode, episode);
	is_text("the list", "title", list->rows[at].title, title);
}

static void test_recorded(void **state)
{
	static const char *const files[] = { "items-api/jellyfin-10.10.7-episodes.json",
		"items-api/jellyfin-10.11.11-episodes.json",
		"items-api/jellyfin-12.0-rc5-episodes.json" };
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(files); i++) {
		const struct answer answer = of_file(u, files[i]);
		struct guide_list list = { .count = 0 };

		MUST(jellyfin_guide.accept(&u->cx, &answer, &list));
		is_i64(files[i], "count", (int64_t)list.count, 12);
		is_i64(files[i], "entries", (int64_t)list.entries, 12);
		is_listed(&list, 0, 0, 3, "Wedding Day");
		is_listed(&list, 1, 1, 1, "Pilot");
		is_i64(files[i], "length", list.rows[1].length_ms, 3480037);
		is_i64(files[i], "date", list.rows[1].air_ms, INT64_C(1200009600000));
		is_listed(&list, 11, 2, 3, "Episode 2x3");
	}
}

/* One file, two episodes; one without a number; one that is damaged. */
static void test_odd_items(void **state)
{
	static const char text[] =
		"{\"Items\":[{\"Name\":\"Both\",\"ParentIndexNumber\":1,\"IndexNumber\":1,"
		"\"IndexNumberEnd\":2,\"RunTimeTicks\":36000000000},"
		"{\"Name\":\"None\",\"ParentIndexNumber\":1},"
		"{\"Name\":7,\"ParentIndexNumber\":\"x\",\"IndexNumber\":3},"
		"{\"Name\":\"Long\",\"ParentIndexNumber\":1,\"IndexNumber\":4,"
		"\"IndexNumberEnd\":99,\"RunTimeTicks\":-5,\"PremiereDate\":\"soon\"}]}";
	struct unit *u = *state;
	const struct answer answer = of_text(text);
	struct guide_list list = { .count = 0 };

	MUST(emby_guide.accept(&u->cx, &answer, &list));
	is_i64("odd", "count", (int64_t)list.count, 3);
	is_listed(&list, 0, 1, 1, "Both");
	is_listed(&list, 1, 1, 2, NULL);
	is_i64("both", "length", list.rows[0].length_ms, 1800000);
	is_listed(&list, 2, 1, 4, "Long");
	is_i64("long", "date", list.rows[2].air_ms, UNSAID);
	is_i64("long", "length", list.rows[2].length_ms, UNSAID);
}

static void test_plex(void **state)
{
	static const char text[] =
		"{\"MediaContainer\":{\"size\":2,\"Metadata\":[{\"title\":\"Pilot\","
		"\"parentIndex\":1,\"index\":1,\"originallyAvailableAt\":\"2008-01-20\","
		"\"duration\":3480000},{\"title\":\"Extra\",\"parentIndex\":0,\"index\":5}]}}";
	struct unit *u = *state;
	const struct answer answer = of_text(text);
	struct guide_list list = { .count = 0 };

	MUST(plex_guide.accept(&u->cx, &answer, &list));
	is_i64("plex", "count", (int64_t)list.count, 2);
	is_listed(&list, 0, 1, 1, "Pilot");
	is_i64("plex", "date", list.rows[0].air_ms, INT64_C(1200787200000));
	is_i64("plex", "length", list.rows[0].length_ms, 3480000);
	is_listed(&list, 1, 0, 5, "Extra");
	is_i64("plex", "no length", list.rows[1].length_ms, UNSAID);
}

static void test_failures(void **state)
{
	static const struct {
		int status;
		const char *type, *text;
		enum err jellyfin, plex;
	} rows[] = {
		{ 401, "text/plain", "", ERR_AUTH, ERR_AUTH },
		{ 404, "text/plain", "", OK, OK },
		{ 500, "text/plain", "", ERR_UPSTREAM, ERR_UPSTREAM },
		{ 200, "text/html", "<html>", ERR_CONF, ERR_CONF },
		{ 200, "application/json", "{\"Items\":", ERR_CONF, ERR_CONF },
		{ 200, "application/json", "{}", ERR_CONF, OK },
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct answer answer = of_text(rows[i].text);
		struct guide_list list = { .count = 0 };
		const char *where = arena_printf(&u->arena, "row %zu", i);

		answer.status = rows[i].status;
		answer.type = rows[i].type;
		is_err(where, &u->cx, jellyfin_guide.accept(&u->cx, &answer, &list),
			rows[i].jellyfin);
		is_err(where, &u->cx, plex_guide.accept(&u->cx, &answer, &list), rows[i].plex);
		is_i64(where, "count", (int64_t)list.count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_recorded, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_odd_items, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_plex, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_failures, unit_setup, unit_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
