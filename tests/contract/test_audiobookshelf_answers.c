/* SPDX-License-Identifier: MIT */
/*
 * The requests of the source, and its reaction to unexpected answers: the 40
 * recorded error cases and others, at every request.
 */
#include "tests/contract/abs.h"

#define PILOT       "69357508-7d85-45d8-b88d-4b9988241a97"
#define SILENT_HOUR "2311eddd-dd1f-4f61-91aa-b7f2430fffc0"

/* ---- podcasts ---- */

static void test_podcasts_ask_for_libraries_of_podcasts_only(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");

	shelf_show(s, "me_empty.json");
	json_object_array_add(shelf_rows(s), abs_file("progress_one_episode.json"));
	poll_well(&listener, s);
	assert_int_equal(s->hit_count, 4);
	assert_int_equal(asked_for(s, "/api/libraries/"), 1);
	assert_int_equal(asked_for(s, "/api/podcasts/" SILENT_HOUR "/episode/" PILOT), 1);
	/* Another episode of it later: only that one is requested. */
	json_object_array_add(
		shelf_rows(s), abs_parse("{\"id\": \"x\", \"libraryItemId\": \"" SILENT_HOUR
					 "\", \"episodeId\": \"356e2773-2a51-42c2-a0f9-"
					 "6d91de7e3f11\", \"isFinished\": true}"));
	poll_well(&listener, s);
	assert_int_equal(s->hit_count, 2);
	is_asked(
		s, 1, "/api/podcasts/" SILENT_HOUR "/episode/356e2773-2a51-42c2-a0f9-6d91de7e3f11");
	is_text("More Silence", "plays", plays_text(&listener, "The Silent Hour", "More Silence"),
		"completed 100.0000 700092/700092 @1795334400000");
}

enum { MANY_LIBRARIES = 300 };

/* That many libraries of podcasts; only the one at `index` has any. */
static void show_libraries(struct shelf *s, int index)
{
	struct json_object *list = json_object_new_array();

	for (int i = 0; i < MANY_LIBRARIES; i++)
		json_object_array_add(list,
			abs_parse(arena_printf(&s->u->arena,
				i == index ? "{\"id\": \"" PODCAST_LIBRARY "\","
					     " \"mediaType\": \"podcast\"}"
					   : "{\"id\": \"empty-%d\", \"mediaType\": \"podcast\"}",
				i)));
	json_object_object_add(s->libraries, "libraries", list);
	s->fault = (struct fault){ "/api/libraries/empty-", 200, "application/json",
		"{\"results\": []}" };
}

/* However many there are; but no more are asked than it takes. */
static void test_a_podcast_is_found_in_any_library(void **state)
{
	static const int places[] = { 0, 7, MANY_LIBRARIES - 1 };
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(places); i++) {
		const char *name = arena_printf(&s->u->arena, "listener%zu", i);
		struct listener listener = listener_new(s->u, name);
		struct poll p;

		shelf_show(s, "me_empty.json");
		json_object_array_add(shelf_rows(s), abs_file("progress_one_episode.json"));
		show_libraries(s, places[i]);
		p = poll_well(&listener, s);
		is_text(name, "reason", poll_reason(&p, PILOT), "started");
		is_i64(name, "libraries", (int64_t)asked_for(s, "/api/libraries/"), places[i] + 1);
		/* The next run asks for nothing but the rows. */
		poll_well(&listener, s);
		assert_int_equal(s->hit_count, 1);
	}
}

/* No library of podcasts, or none with this one: it stays hidden. */
static void test_podcast_in_no_library(void **state)
{
	struct shelf *s = *state;

	for (int i = 0; i < 3; i++) {
		const char *name = arena_printf(&s->u->arena, "listener%d", i);
		struct listener listener = listener_new(s->u, name);
		struct poll p;

		shelf_show(s, "me_empty.json");
		json_object_array_add(shelf_rows(s), abs_file("progress_one_episode.json"));
		if (i == 0)
			abs_set(s->podcasts, "results", "[]");
		else if (i == 1)
			s->fault = (struct fault){ "/api/libraries/d6cc", 403,
				"text/plain; charset=utf-8", "Forbidden" };
		else
			abs_set(s->libraries, "libraries", "[]");
		p = poll_well(&listener, s);
		is_text(name, "reason", poll_reason(&p, PILOT), "no-identifier");
		p = poll_well(&listener, s);
		assert_int_equal(s->hit_count, 1);
		assert_int_equal(p.count, 0);
	}
}

/* It is tracked without its title, too. */
static void test_a_hidden_episode(void **state)
{
	static const struct fault faults[] = {
		{ "/api/podcasts/", 404, "text/plain", "Not Found" },
		{ "/api/podcasts/", 403, "text/plain", "Forbidden" },
		{ "/api/podcasts/", 500, "text/plain", "Internal Server Error" },
		{ "/api/podcasts/", 200, "application/json", "{\"title\": 7}" },
		{ "/api/podcasts/", 200, "application/json", "{\"title\"" },
	};
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(faults); i++) {
		const char *name = arena_printf(&s->u->arena, "listener%zu", i);
		struct listener listener = listener_new(s->u, name);
		struct poll p;

		shelf_show(s, "me_empty.json");
		json_object_array_add(shelf_rows(s), abs_file("progress_one_episode.json"));
		s->fault = faults[i];
		p = poll_well(&listener, s);
		is_text(name, "reason", poll_reason(&p, PILOT), "started");
	}
}

/* ---- errors ---- */

/* The outcome of a poll, by the answer to GET /api/me. */
static enum err want_of(int status, const char *type)
{
	switch (status) {
	case 200: /* a page; or truncated JSON */
		return begins(type, "application/json") ? ERR_UPSTREAM : ERR_CONF;
	case 304:
		return OK;
	case 401:
	case 403:
		return ERR_AUTH;
	case 429:
	case 500:
		return ERR_UPSTREAM;
	default: /* wrong address */
		return ERR_CONF;
	}
}

static void is_note(const char *where, const struct unit *u, const char *words)
{
	if (!strstr(u->cx.note, words))
		fail_msg("%s: the note is \"%s\", expected something with "
			 "\"%s\"",
			where, u->cx.note, words);
}

static void test_recorded_errors_as_answers_to_me(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct json_object *cases;

	shelf_show(s, "errors.json");
	cases = s->me;
	assert_int_equal(json_object_array_length(cases), 40);
	for (size_t i = 0; i < json_object_array_length(cases); i++) {
		struct json_object *one = json_object_array_get_idx(cases, i);
		const char *name = get_text(one, "case");
		int status = json_object_get_int(get(one, "status"));
		const char *type = get_text(get(one, "headers"), "Content-Type");
		enum err want;
		struct poll p;

		if (!type)
			type = "";
		want = want_of(status, type);
		s->fault = (struct fault){ "/api/me", status, type, get_text(one, "body") };
		listener.etag = "W/\"before\"";
		p = poll_all(&listener, s);
		is_err(name, &s->u->cx, p.err, want);
		assert_int_equal(p.asked, 1);
		assert_int_equal(p.count, 0);
		is_text(name, "etag", listener.etag, "W/\"before\"");
		if (want == ERR_AUTH)
			is_note(name, s->u, "key");
		else if (want == ERR_CONF)
			is_note(name, s->u, "address");
		else if (want == ERR_UPSTREAM)
			is_note(name, s->u, "the server");
	}
}

static void test_other_servers_are_refused(void **state)
{
	static const struct {
		struct fault fault;
		enum err err;
	} rows[] = {
		/* clang-format off */
		{ { "/api/me", 200, "text/html; charset=utf-8",
		    "<!DOCTYPE html><html></html>" }, ERR_CONF },
		{ { "/api/me", 200, "", "{\"mediaProgress\":[]}" },
		  ERR_CONF },
		{ { "/api/me", 200, "application/json", "{}" }, ERR_CONF },
		{ { "/api/me", 200, "application/json",
		    "{\"mediaProgress\":{}}" }, ERR_CONF },
		{ { "/api/me", 200, "application/json",
		    "{\"mediaProgress\":null}" }, ERR_CONF },
		{ { "/api/me", 204, "", "" }, ERR_CONF },
		{ { "/api/me", 301, "text/html", "" }, ERR_CONF },
		{ { "/api/me", 502, "text/html", "<html>Bad Gateway" },
		  ERR_UPSTREAM },
		{ { "/api/me", 503, "application/json", "{}" },
		  ERR_UPSTREAM },
		/* Truncated, or two answers in one: temporary. */
		{ { "/api/me", 200, "application/json", "" }, ERR_UPSTREAM },
		{ { "/api/me", 200, "application/json",
		    "{\"mediaProgress\":[{\"id\":" }, ERR_UPSTREAM },
		{ { "/api/me", 200, "application/json",
		    "{\"mediaProgress\":[]}{}" }, ERR_UPSTREAM },
		/* clang-format on */
	};
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");

	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *where =
			arena_printf(&s->u->arena, "row %zu, %s", i, rows[i].fault.body);
		struct poll p;

		s->fault = rows[i].fault;
		p = poll_all(&listener, s);
		is_err(where, &s->u->cx, p.err, rows[i].err);
		assert_true(*s->u->cx.note != '\0');
		assert_null(listener.etag);
	}
}

/* An invalid name is no reason to lose the rows and keep the tag. */
static void test_user_name_of_another_type(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct poll p;

	shelf_show(s, "me_second_user.json");
	abs_set(s->me, "username", "17");
	s->etag = "W/\"tag\"";
	p = poll_all(&listener, s);
	if (p.err == OK)
		assert_int_equal(p.count, 2);
	else
		assert_null(listener.etag);
}

/* A key that is refused in the middle, or a server that fails there. */
static void test_errors_in_the_middle(void **state)
{
	static const char *const paths[] = { "/api/items/batch/get", "/api/items/67ea",
		"/api/libraries", ("/api/libraries/" PODCAST_LIBRARY), "/api/podcasts/" };
	static const struct {
		int status;
		const char *type, *body;
		enum err err;
	} rows[] = {
		{ 401, "", "Unauthorized", ERR_AUTH },
		{ 429, "application/json", "{}", ERR_UPSTREAM },
		{ 502, "text/html", "<html>Bad Gateway</html>", ERR_UPSTREAM },
		{ 503, "text/html", "<html>Unavailable</html>", ERR_UPSTREAM },
	};
	struct shelf *s = *state;

	for (size_t k = 0; k < NELEM(paths); k++)
		for (size_t i = 0; i < NELEM(rows); i++) {
			const char *name =
				arena_printf(&s->u->arena, "listener-%zu-%d", k, rows[i].status);
			struct listener listener = listener_new(s->u, name);
			struct poll p;

			shelf_show_alice(s, "me.json");
			s->etag = "W/\"tag\"";
			s->fault = (struct fault){ paths[k], rows[i].status, rows[i].type,
				rows[i].body };
			p = poll_all(&listener, s);
			is_err(arena_printf(&s->u->arena, "%s, %d", paths[k], rows[i].status),
				&s->u->cx, p.err, rows[i].err);
			assert_null(listener.etag);
			s->fault.path = NULL;
			poll_well(&listener, s);
			is_text(name, "etag", listener.etag, s->etag);
		}
}

/*
 * A value of another type instead of a list: nothing may be concluded from it.
 */
static void test_answers_without_lists(void **state)
{
	static const char *const paths[] = { "/api/items/", "/api/libraries",
		("/api/libraries/" PODCAST_LIBRARY) };
	static const struct {
		int status;
		const char *type, *body;
	} rows[] = {
		{ 200, "text/html", "<html></html>" },
		{ 200, "application/json", "" },
		{ 200, "application/json", "[]" },
		{ 200, "application/json", "{}" },
		{ 200, "application/json", "{\"libraryItems\":7,\"libraries\":7,\"results\":7}" },
		{ 400, "text/html", "<pre>Bad Request</pre>" },
		{ 413, "text/html", "<pre>Payload Too Large</pre>" },
	};
	struct shelf *s = *state;

	for (size_t k = 0; k < NELEM(paths); k++)
		for (size_t i = 0; i < NELEM(rows); i++) {
			const char *where = arena_printf(
				&s->u->arena, "%s, %d %s", paths[k], rows[i].status, rows[i].body);
			struct listener listener =
				listener_new(s->u, arena_printf(&s->u->arena, "r%zu-%zu", k, i));
			struct poll p;

			shelf_show(s, "me_later.json");
			json_object_object_del(s->forbidden, SECRET_BOOK);
			s->fault = (struct fault){ paths[k], rows[i].status, rows[i].type,
				rows[i].body };
			p = poll_all(&listener, s);
			is_err(where, &s->u->cx, p.err, ERR_UPSTREAM);
			for (size_t n = 0; n < p.count; n++)
				if (p.news[n].verdict.reason == REASON_NO_IDENTIFIER)
					fail_msg("%s: hidden, it says", where);
			s->fault.path = NULL;
			poll_well(&listener, s);
		}
}

/* Unrequested entries, or values that are not entries. */
static void test_strange_entries_of_lists(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	struct poll p;

	show_books(s, 2);
	s->fault = (struct fault){ "/api/items/batch/get", 200, "application/json",
		"{\"libraryItems\":[null,7,\"x\",[],{},{\"id\":null},"
		"{\"id\":\"somebody else's\",\"media\":{}},"
		"{\"id\":\"00000000-0000-4000-8000-000000000001\","
		"\"media\":[]},"
		"{\"id\":\"00000000-0000-4000-8000-000000000000\",\"media\":"
		"{\"duration\":\"long\",\"metadata\":{\"title\":{},"
		"\"authorName\":null,\"publishedYear\":\"MMXX\"}}}]}" };
	p = poll_well(&listener, s);
	assert_int_equal(p.count, 2);
	for (size_t i = 0; i < p.count; i++) {
		const struct report *r = &p.news[i].source_row.message.report;

		assert_int_equal(p.news[i].verdict.reason, REASON_STARTED);
		assert_null(r->title);
		assert_int_equal(r->year, UNSAID);
		assert_int_equal(r->ids.count, 1);
	}
}

/* ---- names for items without public ids ---- */

struct long_address {
	struct shelf *s;
	struct listener *listener;
};

static void poll_long(void *arg)
{
	struct long_address *l = arg;

	poll_well(l->listener, l->s);
}

/* The local id contains the address, and the length of ids is limited. */
static void test_a_long_address(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "listener");
	char url[400] = "https://books.example.org/";
	struct long_address l = { s, &listener };

	memset(url + strlen(url), 'a', 300);
	listener.url = url;
	show_books(s, 1);
	assert_int_equal(signal_of(poll_long, &l), 0);
}

/* ---- is it an Audiobookshelf server? ---- */

static const char *words_of(struct unit *u, const char *file)
{
	return abs_text(u, abs_file(file));
}

static enum err greet_and_identify(struct cx *cx, const struct answer *greeting,
	const struct answer *self, const char **version, struct account_name *account)
{
	const struct service *service = provider_audiobookshelf.service;

	TRY(service->greet(cx, greeting, version));
	return service->identify(cx, self, account);
}

static void test_identify(void **state)
{
	struct shelf *s = *state;
	struct unit *u = s->u;
	const char *const json = "application/json; charset=utf-8";
	const char *const html = "text/html; charset=utf-8";
	const struct answer status = abs_answer(200, json, words_of(u, "status.json"));
	const struct answer fresh = abs_answer(200, json, words_of(u, "status_uninitialised.json"));
	const struct answer me = abs_answer(200, json, words_of(u, "me.json"));
	const struct answer refused = abs_answer(401, "", "Unauthorized");
	const struct answer page = abs_answer(200, html, "<html></html>");
	const struct answer none = abs_answer(404, html, "<pre>Cannot GET /status</pre>");
	const struct answer gateway = abs_answer(502, html, "<html>Bad Gateway</html>");
	const struct answer other = abs_answer(200, json, "{\"app\":\"jellyfin\"}");
	const struct answer number = abs_answer(200, json, "{\"app\":7,\"serverVersion\":[]}");
	const struct answer nameless = abs_answer(200, json, "{\"id\":7}");
	const struct {
		const char *where;
		const struct answer *greeting, *self;
		enum err err;
		const char *version, *user, *note;
	} rows[] = {
		/* clang-format off */
		{ "good", &status, &me, OK, "2.36.0", "alice", "" },
		{ "refused", &status, &refused, ERR_AUTH, "2.36.0", NULL,
		  "refused this API key" },
		{ "fresh", &fresh, &refused, ERR_AUTH, "2.36.0", NULL, "key" },
		{ "a page", &page, &me, ERR_CONF, NULL, NULL,
		  "not Audiobookshelf" },
		{ "nothing", &none, &none, ERR_CONF, NULL, NULL,
		  "not Audiobookshelf" },
		{ "another", &other, &me, ERR_CONF, NULL, NULL,
		  "not Audiobookshelf" },
		{ "numbers", &number, &me, ERR_CONF, NULL, NULL,
		  "not Audiobookshelf" },
		{ "no API", &status, &page, ERR_CONF, "2.36.0", NULL,
		  "address" },
		{ "no name", &status, &nameless, ERR_CONF, "2.36.0", NULL,
		  "" },
		{ "starting", &gateway, &gateway, ERR_UPSTREAM, NULL, NULL,
		  "502" },
		{ "failing", &status, &gateway, ERR_UPSTREAM, "2.36.0", NULL,
		  "502" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct account_name account = { NULL, NULL };
		const char *version = NULL;
		enum err err = greet_and_identify(
			&u->cx, rows[i].greeting, rows[i].self, &version, &account);

		is_err(rows[i].where, &u->cx, err, rows[i].err);
		is_text(rows[i].where, "version", version, rows[i].version);
		is_text(rows[i].where, "user", account.name, rows[i].user);
		is_text(rows[i].where, "id", account.id,
			rows[i].user ? "4ce70285-d353-47f8-84b3-9206f4548235" : NULL);
		if (err != OK)
			is_note(rows[i].where, u, rows[i].note);
	}
}

static void test_the_paths_of_the_source(void **state)
{
	const struct source *source = provider_source("audiobookshelf");
	const struct service *service = provider_service("audiobookshelf");

	assert_ptr_equal(source, provider_audiobookshelf.source);
	assert_null(provider_source("Audiobookshelf"));
	assert_null(provider_source(""));
	assert_string_equal(service->greeting_path, "/status");
	assert_string_equal(service->self_path, "/api/me");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ABS_TEST(test_podcasts_ask_for_libraries_of_podcasts_only),
		ABS_TEST(test_a_podcast_is_found_in_any_library),
		ABS_TEST(test_podcast_in_no_library),
		ABS_TEST(test_a_hidden_episode),
		ABS_TEST(test_recorded_errors_as_answers_to_me),
		ABS_TEST(test_other_servers_are_refused),
		ABS_TEST(test_user_name_of_another_type),
		ABS_TEST(test_errors_in_the_middle),
		ABS_TEST(test_answers_without_lists),
		ABS_TEST(test_strange_entries_of_lists),
		ABS_TEST(test_a_long_address),
		ABS_TEST(test_identify),
		ABS_TEST(test_the_paths_of_the_source),
	};

	return cmocka_run_group_tests_name(
		"audiobookshelf answers", tests, people_group_setup, NULL);
}
