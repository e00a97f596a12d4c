/* SPDX-License-Identifier: MIT */
/* Where the picture of a work is, by the body of a report of it. */
#include "shared/providers/provider.h"
#include "tests/unit/unit.h"

static const struct {
	const char *provider, *body, *item, *address;
} rows[] = {
	/* clang-format off */
	{ "jellyfin", "{'Item':{'Id':'a1','SeriesId':'b2'},'Series':{'Id':'c3'}}", "c3", NULL },
	{ "jellyfin", "{'Item':{'Id':'a1','SeriesId':'b2'}}", "b2", NULL },
	{ "jellyfin", "{'Item':{'Id':'a1'}}", "a1", NULL },
	{ "jellyfin", "{'Item':{'Id':'../../a'}}", NULL, NULL },
	{ "jellyfin", "{'Item':{'Id':'a?b'}}", NULL, NULL },
	{ "jellyfin", "{'Item':{'Id':''}}", NULL, NULL },
	{ "jellyfin", "{'Item':7}", NULL, NULL },
	{ "jellyfin", "[]", NULL, NULL },
	{ "jellyfin", "no JSON", NULL, NULL },
	{ "jellyfin-official", "{'ItemId':'a1','SeriesId':'b2'}", "b2", NULL },
	{ "jellyfin-official", "{'ItemId':'a1'}", "a1", NULL },
	{ "emby", "{'Item':{'Id':'7','SeriesId':'8'}}", "8", NULL },
	{ "plex", "{'Metadata':{'ratingKey':'7','grandparentRatingKey':'8'}}", "8", NULL },
	{ "plex", "{'Metadata':{'ratingKey':7}}", "7", NULL },
	{ "audiobookshelf", "{'libraryItemId':'2d9683ab-c956-4793-af66-9b92f5bfc2d0'}",
		"2d9683ab-c956-4793-af66-9b92f5bfc2d0", NULL },
	{ "audiobookshelf", "{'libraryItemId':'li_8gch9ve09orgn4fdz8'}", "li_8gch9ve09orgn4fdz8", NULL },
	{ "kodi", "{'art':{'poster':'http://image.tmdb.org/t/p/original/a.jpg'}}",
		NULL, "https://image.tmdb.org/t/p/original/a.jpg" },
	{ "kodi", "{'art':{'poster':'HTTPS://image.tmdb.org/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://Assets.Fanart.TV/b.jpg'}}",
		NULL, "https://assets.fanart.tv/b.jpg" },
	{ "kodi", "{'art':{'fanart':'https://image.tmdb.org/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'http://127.0.0.1/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'http://192.168.1.1/reboot'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://image.tmdb.org.example.org/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://image.tmdb.org@10.0.0.1/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://image.tmdb.org:8080/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://x@image.tmdb.org/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://image.tmdb.org/a b.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'https://image.tmdb.org//10.0.0.1/a.jpg'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'file:///etc/passwd'}}", NULL, NULL },
	{ "kodi", "{'art':{'poster':'image://image.tmdb.org/a.jpg'}}", NULL, NULL },
	/* clang-format on */
};

/* Written with ' for \". */
static struct bytes body_of(struct unit *u, const char *text)
{
	char *copy = arena_strdup(&u->arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return (struct bytes){ copy, strlen(copy) };
}

static void a_body_tells_where_its_picture_is(void **state)
{
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct art_place place;

		art_find(&u->cx, provider_art(rows[i].provider), body_of(u, rows[i].body), &place);
		is_text(rows[i].body, "item", place.item, rows[i].item);
		is_text(rows[i].body, "address", place.address, rows[i].address);
	}
}

static void an_address_begins_with_its_host(void **state)
{
	(void)state;
	assert_int_equal(art_base_length("https://image.tmdb.org/t/p"), 22);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_body_tells_where_its_picture_is, unit_setup, unit_teardown),
		cmocka_unit_test(an_address_begins_with_its_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
