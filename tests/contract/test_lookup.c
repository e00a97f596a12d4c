/* SPDX-License-Identifier: MIT */
/* test_lookup.c -- what servers say of a show, recorded and written. */
#include "shared/providers/items_api.h"
#include "shared/providers/plex_api.h"
#include "tests/contract/contract.h"

static const char bad_id[] = "b13b4f35d66fbe1abcf96ec29b275758";

static struct answer of_file(struct unit *u, const char *file)
{
	struct bytes body = read_body(u, arena_printf(&u->arena, FIXTURES "%s", file));

	return (struct answer){ .status = 200,
		.type = "application/json; charset=utf-8",
		.body = body.at,
		.length = body.length };
}

static struct answer of_text(int status, const char *type, const char *text)
{
	return (struct answer){
		.status = status, .type = type, .body = text, .length = strlen(text)
	};
}

/* "tmdb=1396 tvdb=81189 imdb=tt0903747", in the order of the catalogs. */
static const char *ids_text(struct unit *u, const struct ids *ids)
{
	const char *text = "";

	for (size_t i = 0; i < ids->count; i++)
		text = arena_printf(&u->arena, "%s%s%s=%s", text, *text ? " " : "",
			catalog_name(ids->list[i].source), ids->list[i].value);
	return text;
}

#define ALL "tmdb=1396 tvdb=81189 imdb=tt0903747"

static void test_shows(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *file;
		const struct lookup *lookup;
		const char *key, *ids, *title;
		int year;
	} rows[] = {
		/* clang-format off */
		{ "items-api/jellyfin-10.10.7-by-ids.json", &jellyfin_lookup, bad_id,
		  ALL, "Breaking Bad", 2008 },
		{ "items-api/jellyfin-10.11.11-by-ids.json", &jellyfin_lookup, bad_id,
		  ALL, "Breaking Bad", 2008 },
		{ "items-api/jellyfin-12.0-rc5-by-ids.json", &jellyfin_lookup, bad_id,
		  ALL, "Breaking Bad", 2008 },
		{ "items-api/jellyfin-12.0-rc5-by-ids.json", &jellyfin_lookup,
		  "409e82e603cd6167e904efe980cdd6d6", "tvdb=176941", "Sherlock", 2010 },
		{ "items-api/jellyfin-12.0-rc5-by-ids.json", &jellyfin_lookup,
		  "deadbeefdeadbeefdeadbeefdeadbeef", "", NULL, UNSAID },
		/* The whole library came: none of it was asked for. */
		{ "items-api/jellyfin-10.10.7-whole-library.json", &jellyfin_lookup, bad_id,
		  "", NULL, UNSAID },
		/* A film by that id is no show. */
		{ "items-api/jellyfin-10.10.7-key-alone.json", &jellyfin_lookup,
		  "b44ea981798cc8324903da185a158ced", "", NULL, UNSAID },
		{ "items-api/emby-by-ids.json", &emby_lookup, "87139",
		  ALL, "Breaking Bad", UNSAID },
		{ "items-api/emby-no-ids.json", &emby_lookup, "87139",
		  "", "Home Movies", UNSAID },
		{ "plex-api/show.json", &plex_lookup, "58394",
		  ALL, "Breaking Bad", 2008 },
		{ "plex-api/show-of-an-old-agent.json", &plex_lookup, "58394",
		  "tvdb=81189", "Breaking Bad", 2008 },
		{ "plex-api/show-without-ids.json", &plex_lookup, "58394",
		  "", "Home Movies", UNSAID },
		{ "plex-api/show.json", &plex_lookup, "58395", "", NULL, UNSAID },
		/* Its ids are the episode's own. */
		{ "plex-api/episode.json", &plex_lookup, "58394", "", NULL, UNSAID },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct answer answer = of_file(u, rows[i].file);
		struct show show;

		is_err(rows[i].file, &u->cx,
			rows[i].lookup->accept(&u->cx, rows[i].key, &answer, &show), OK);
		is_text(rows[i].file, "ids", ids_text(u, &show.ids), rows[i].ids);
		is_text(rows[i].file, "title", show.title, rows[i].title);
		is_i64(rows[i].file, "year", show.year, rows[i].year);
	}
}

static const char json[] = "application/json";

static void test_answers_that_are_none(void **state)
{
	struct unit *u = *state;
	const struct {
		const char *where;
		struct answer answer;
		enum err of_items, of_plex;
	} rows[] = {
		/* clang-format off */
		{ "401", of_text(401, "", ""), ERR_AUTH, ERR_AUTH },
		{ "400", of_text(400, json, "{\"status\":400}"), OK, ERR_CONF },
		{ "403", of_text(403, "text/plain", "Error"), ERR_CONF, ERR_CONF },
		{ "404", of_text(404, "text/html", "<html>"), ERR_CONF, OK },
		{ "429", of_text(429, "", ""), ERR_UPSTREAM, ERR_UPSTREAM },
		{ "500", of_text(500, "text/plain", "Error"), ERR_UPSTREAM, ERR_UPSTREAM },
		{ "HTML", of_text(200, "text/html", "<html>"), ERR_CONF, ERR_CONF },
		{ "empty", of_text(200, json, ""), ERR_CONF, ERR_CONF },
		{ "cut off", of_text(200, json, "{\"Items\":[{\"Id\":"), ERR_CONF, ERR_CONF },
		{ "a list", of_text(200, json, "[1,2]"), ERR_CONF, ERR_CONF },
		{ "Items 7", of_text(200, json, "{\"Items\":7}"), ERR_CONF, ERR_CONF },
		{ "Plex 7", of_text(200, json, "{\"MediaContainer\":7}"), ERR_CONF, ERR_CONF },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct show show;

		is_err(rows[i].where, &u->cx,
			jellyfin_lookup.accept(&u->cx, bad_id, &rows[i].answer, &show),
			rows[i].of_items);
		is_err(rows[i].where, &u->cx,
			plex_lookup.accept(&u->cx, "1", &rows[i].answer, &show), rows[i].of_plex);
		assert_int_equal(show.ids.count, 0);
	}
}

/* A text of another type, and ids as people paste them. */
static void test_odd_values(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *item, *ids;
	} rows[] = {
		{ "{\"Id\":7,\"Type\":\"Series\",\"ProviderIds\":{\"Tmdb\":1396}}", "tmdb=1396" },
		{ "{\"Id\":\"7\",\"Type\":\"Series\",\"ProviderIds\":{\"Imdb\":\" tt0903747 \"}}",
			"imdb=tt0903747" },
		{ "{\"Id\":\"7\",\"Type\":\"Series\",\"Name\":[],\"ProviderIds\":{\"Tmdb\":\"0\"}}",
			"" },
		{ "{\"Id\":\"7\",\"Type\":\"Season\",\"ProviderIds\":{\"Tmdb\":\"1\"}}", "" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct answer answer = of_text(
			200, json, arena_printf(&u->arena, "{\"Items\":[{},%s]}", rows[i].item));
		struct show show;

		is_err(rows[i].item, &u->cx, emby_lookup.accept(&u->cx, "7", &answer, &show), OK);
		is_text(rows[i].item, "ids", ids_text(u, &show.ids), rows[i].ids);
	}
}

static void test_keys(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *text, *key;
	} rows[] = {
		{ "58394", "58394" },
		{ "B13B4F35-D66F-BE1A-BCF9-6EC29B275758", bad_id },
		{ bad_id, bad_id },
		{ "", NULL },
		{ "--", NULL },
		{ "1/../2", NULL },
		{ "1,2", NULL },
		{ "1?x=2", NULL },
		{ "1 2", NULL },
		{ "\xc3\xa4", NULL },
		{ "0123456789012345678901234567890123456789012345678901234567890123", "0123456789"
										      "0123456789"
										      "0123456789"
										      "0123456789"
										      "0123456789"
										      "012345678"
										      "90123" },
		{ "01234567890123456789012345678901234567890123456789012345678901234", NULL },
	};

	assert_null(lookup_key(&u->cx, NULL));
	for (size_t i = 0; i < NELEM(rows); i++)
		is_text(rows[i].text, "key", lookup_key(&u->cx, rows[i].text), rows[i].key);
}

static void test_greetings(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *file;
		enum err jellyfin, emby, plex;
		const char *version;
	} rows[] = {
		/* clang-format off */
		{ "items-api/jellyfin-10.10.7-greeting.json", OK, ERR_CONF, ERR_CONF, "10.10.7" },
		{ "items-api/jellyfin-12.0-rc5-greeting.json", OK, ERR_CONF, ERR_CONF, "12.0.0" },
		{ "items-api/emby-greeting.json", ERR_CONF, OK, ERR_CONF, "4.9.1.80" },
		{ "plex-api/greeting.json", ERR_CONF, ERR_CONF, OK, "1.41.3.9314-a0bfb8370" },
		{ "items-api/emby-by-ids.json", ERR_CONF, ERR_CONF, ERR_CONF, NULL },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct answer answer = of_file(u, rows[i].file);
		const char *a = NULL, *b = NULL, *c = NULL, *found;

		is_err(rows[i].file, &u->cx, jellyfin_service.greet(&u->cx, &answer, &a),
			rows[i].jellyfin);
		is_err(rows[i].file, &u->cx, emby_service.greet(&u->cx, &answer, &b), rows[i].emby);
		is_err(rows[i].file, &u->cx, plex_service.greet(&u->cx, &answer, &c), rows[i].plex);
		found = a ? a : b ? b : c;
		is_text(rows[i].file, "version", found, rows[i].version);
	}
}

static void test_accounts(void **state)
{
	struct unit *u = *state;
	const struct answer self = of_file(u, "plex-api/self.json");
	const struct answer items = of_file(u, "items-api/jellyfin-12.0-rc5-key-alone.json");
	const struct answer refused = of_text(401, "", "");
	struct account_name account;

	is_err("Plex", &u->cx, plex_service.identify(&u->cx, &self, &account), OK);
	is_text("Plex", "name", account.name, "alice");
	is_err("Jellyfin", &u->cx, jellyfin_service.identify(&u->cx, &items, &account), OK);
	is_text("Jellyfin", "name", account.name, NULL);
	is_err("refused", &u->cx, plex_service.identify(&u->cx, &refused, &account), ERR_AUTH);
	is_err("refused", &u->cx, emby_service.identify(&u->cx, &refused, &account), ERR_AUTH);
}

/* The id by which a sender's server knows the show. */
static void test_sinks_say_what_to_ask(void **state)
{
	struct unit *u = *state;
	static const struct {
		const char *provider, *file, *key;
	} rows[] = {
		/* clang-format off */
		{ "emby", "emby/episode-playback-start.json", "87139" },
		{ "emby", "emby/episode-markplayed.json", "87139" },
		{ "emby", "emby/movie-playback-start.json", NULL },
		{ "jellyfin", "jellyfin/episode-progress.json", NULL },
		{ "jellyfin-official", "jellyfin-official/episode-playback-stop.json",
		  "a5a33d0f55f009782c520037e1cf8fa3" },
		{ "jellyfin-official", "jellyfin-official/movie-playback-start.json", NULL },
		{ "plex", "plex/episode-play.json", "58394" },
		{ "plex", "plex/episode-scrobble.json", "58394" },
		{ "plex", "plex/episode-legacy-agent-stop.json", NULL },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct bytes body =
			read_body(u, arena_printf(&u->arena, FIXTURES "%s", rows[i].file));
		struct message m = first_message(
			&u->cx, provider_sink(rows[i].provider), body.at, body.length);

		is_text(rows[i].file, "show", m.unnamed_show, rows[i].key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_shows),
		STORE_TEST(test_answers_that_are_none),
		STORE_TEST(test_odd_values),
		STORE_TEST(test_keys),
		STORE_TEST(test_greetings),
		STORE_TEST(test_accounts),
		STORE_TEST(test_sinks_say_what_to_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
