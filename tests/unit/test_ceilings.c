/* SPDX-License-Identifier: MIT */
/*
 * Every handler of the route table, with every ceiling: an allocation that
 * fails is an error of that request, and leaves nothing behind.
 */
#include <md5.h>

#include "cgi/access/auth.h"
#include "cgi/access/hashing.h"
#include "cgi/engine/exchange.h"
#include "shared/actions/candidate.h"
#include "shared/actions/edit.h"
#include "shared/actions/server.h"
#include "shared/actions/tracker.h"
#include "shared/crypto/md5.h"
#include "shared/crypto/seal.h"
#include "shared/providers/provider.h"
#include "shared/store/pairing.h"
#include "shared/store/session.h"

#include "tests/unit/ceilings.h"
#include "tests/unit/sql.h"

/* ---- a database in which number 1 is there of everything ---- */

struct stage {
	struct unit u;
	struct store *reader;
	struct conf conf;
	struct app app;
	char key_file[120];
	char token[TOKEN_TEXT], csrf[CSRF_TEXT];
	const char *slug, *slug_of_gets, *import;
};

enum { BOB = 1, ALICE };
static const char password[] = "secret-words";
static const char two_reports[] =
	"{\"reports\": [{\"identifier\": \"603\", \"lot\": \"movie\", \"progress\": 50,"
	" \"title\": \"A film\"}, {\"identifier\": \"604\", \"lot\": \"movie\","
	" \"progress\": 50, \"title\": \"Another\"}]}";

static const char a_film[] = "{\"kind\": \"movie\", \"ids\": {\"tmdb\": 605}, \"percent\": 50}";
static const char a_place[] = "{\"document\":\"0f6b\",\"progress\":\"7\",\"percentage\":0.5,"
			      "\"device_id\":\"B1\",\"metadata\":{\"title\":\"Dune\"}}";
static const char a_clients_film[] = "{\"movie\": {\"ids\": {\"tmdb\": 605}}, \"progress\": 50}";
static const char a_clients_list[] = "{\"movies\": [{\"ids\": {\"tmdb\": 605}}]}";

static void add_person(struct unit *u, const char *name, bool is_admin)
{
	struct user user = { .name = name, .password_hash = password, .is_admin = is_admin };
	int64_t id = 0;

	MUST(store_user_add(&u->cx, u->store, &user, &id));
}

static void add_session(struct unit *u, const char *token)
{
	struct session row = { .user_id = ALICE, .user_agent = "test", .remote = "192.0.2.1" };
	unsigned char hash[TOKEN_HASH];

	token_hash(token, hash);
	MUST(store_session_add(&u->cx, u->store, &row, hash));
}

static void add_token(struct unit *u, const char *token)
{
	struct token row = { .user_id = ALICE, .scope = SCOPE_ALL, .name = "test" };
	unsigned char hash[TOKEN_HASH], md5_hash[TOKEN_HASH];

	token_hash(token, hash);
	md5_token_hash(token, md5_hash);
	row.md5_hash = md5_hash;
	MUST(store_token_add(&u->cx, u->store, &row, hash));
}

/* One that has waited for a person's answer, and one that has it. */
static void add_pairings(struct unit *u, const char *token)
{
	struct pairing row = { .name = "TV", .remote = "192.0.2.1" };
	const struct pairing *made = NULL;
	unsigned char hash[TOKEN_HASH] = { 0 };

	MUST(store_pairing_add(&u->cx, u->store, &row, "WDJB-MJHT", hash));
	token_hash(token, hash);
	MUST(store_pairing_add(&u->cx, u->store, &row, "ABCD-EFGH", hash));
	MUST(store_pairing_by_hash(&u->cx, u->store, hash, &made));
	row = *made;
	row.state = PAIRING_ALLOWED;
	row.user_id = ALICE;
	MUST(store_pairing_save(&u->cx, u->store, &row));
}

/* Of a server that was asked, with a question to the person. */
static void add_check(struct unit *u, const struct conf *conf, const struct server_draft *draft)
{
	struct integration row = { .user_id = ALICE,
		.provider = "audiobookshelf",
		.name = "Books",
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE } };
	int64_t id = 0;

	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, candidate_add(&u->cx, u->store, conf, &row, draft, &id)));
	run_sql(u->path, "UPDATE candidate SET started_ms = asked_ms, ended_ms = asked_ms,"
			 " question = 'This key is of bob. Go on?', holder = 'bob'");
}

static void add_server(struct stage *s)
{
	struct unit *u = &s->u;
	const struct server_change in = { .url = "https://192.0.2.7", .key = "a-key" };
	struct server_draft draft;

	MUST(server_draft(&u->cx, s->key_file, NULL, &in, &draft));
	draft.row.integration_id = add_integration(u, ALICE, "audiobookshelf", NULL)->id;
	draft.row.provider = "audiobookshelf";
	MUST(server_seal(&u->cx, u->store, s->key_file, &draft));
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, server_put_draft(&u->cx, u->store, ALICE, &draft)));
	add_check(u, &s->conf, &draft);
}

static const char *file_text(struct arena *a, const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(a, KIB(64));

	assert_non_null(file);
	assert_true(fread(text, 1, KIB(64) - 1, file) > 0);
	fclose(file);
	return text;
}

static void add_reports(struct unit *u, const struct integration *to, const char *text)
{
	struct bytes body = { text, strlen(text) };
	struct messages messages = { 0 };

	sink_read(&u->cx, provider_sink(to->provider), body, &messages);
	for (size_t i = 0; i < messages.count; i++)
		receive(u, to, messages.list[i], body);
}

/* Plays 1 and 2 of works 1 and 2; edit 1 is of the second. */
static void add_plays(struct stage *s)
{
	struct unit *u = &s->u;
	const struct integration *kodi = add_integration(u, ALICE, "kodi", NULL);
	struct edited edited;

	s->slug = kodi->slug;
	add_reports(u, kodi, two_reports);
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, edit_complete(&u->cx, u->store, ALICE, 2, &edited)));
}

/* Delivery 1 is of integration 1, whose bodies can be read again. */
static void add_delivery(struct stage *s)
{
	struct unit *u = &s->u;
	const char *body = file_text(&u->arena, "tests/fixtures/jellyfin/movie-progress.json");
	const struct integration *jellyfin = add_integration(u, ALICE, "jellyfin", NULL);

	s->slug_of_gets = jellyfin->slug;
	add_reports(u, jellyfin, body);
}

/* Import 1, which was looked at. */
static void add_import(struct unit *u)
{
	const char *text = file_text(&u->arena, "tests/fixtures/past-letterboxd/import.csv");
	struct input in = input_of_bytes(text, strlen(text));
	struct tracker_found found;

	MUST(tracker_look(&u->cx, ALICE, "", &in, &found));
	MUST(tracker_keep(&u->cx, u->store, &in, &found));
}

static void stage_fill(struct stage *s)
{
	struct unit *u = &s->u;
	char other[TOKEN_TEXT];

	token_new(other);
	add_person(u, "bob", false);
	add_person(u, "alice", true);
	add_session(u, other);
	add_session(u, s->token);
	add_token(u, s->token);
	add_pairings(u, s->token);
	add_delivery(s);
	add_server(s);
	add_plays(s);
	add_import(u);
}

static void stage_open(struct stage *s, bool is_empty)
{
	struct unit *u = &s->u;

	*s = (struct stage){ .u.cx.now_ms = UNIT_NOW };
	arena_init(&u->arena, MIB(64));
	u->cx.arena = &u->arena;
	snprintf(u->folder, sizeof(u->folder), "/tmp/ryot-test-XXXXXX");
	assert_non_null(mkdtemp(u->folder));
	snprintf(u->path, sizeof(u->path), "%s/ryot.db", u->folder);
	snprintf(s->key_file, sizeof(s->key_file), "%s/key", u->folder);
	MUST(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
	MUST(store_open(&u->cx, u->path, STORE_READ, &s->reader));
	token_new(s->token);
	token_csrf(s->token, s->csrf);
	s->import = file_text(&u->arena, "tests/fixtures/import/version-1.json");
	s->slug = "";
	s->conf = (struct conf){ .database = u->path,
		.key_file = s->key_file,
		.yank_socket = "",
		.base_url = "http://localhost",
		.base_path = "/",
		.quota_bodies = 100,
		.quota_integrations = 30,
		.quota_sessions = 30,
		.quota_tokens = 30,
		.retention_days = 30,
		.retention_rows = 100 };
	s->app = (struct app){ u->store, s->reader, &s->conf };
	if (!is_empty)
		stage_fill(s);
}

static void stage_close(struct stage *s)
{
	is_sound(&s->u);
	store_close(s->reader);
	store_close(s->u.store);
	unit_remove_folder(s->u.folder);
	arena_finish(&s->u.arena);
}

/* ---- a request that the handler of a row can fulfil ---- */

struct asked {
	struct stage *stage;
	const struct route *route;
	char path[200], authorization[80], cookie[80], body[KIB(32)];
	struct exchange x;
};

static bool contains(const struct route *r, const char *text)
{
	return strstr(r->pattern, text) != NULL;
}

static bool is_get(const struct route *r)
{
	return strcmp(r->method, "GET") == 0;
}

/* What stands for ":name", where it is not number 1. */
static const char *part_for(const struct asked *a, const char *name)
{
	if (strncmp(name, ":key", 4) == 0)
		return is_get(a->route) ? a->stage->slug_of_gets : a->stage->slug;
	if (strncmp(name, ":provider", 9) == 0)
		return contains(a->route, "new") ? "audiobookshelf"
		       : is_get(a->route)        ? "jellyfin"
						 : "kodi";
	/* The integration with a server. */
	return contains(a->route, "/yank") || contains(a->route, "/test") ||
			       contains(a->route, "/server") ||
			       (contains(a->route, "/asking") && !contains(a->route, "/checks"))
		       ? "2"
		       : "1";
}

static void fill_path(struct asked *a)
{
	const char *at = a->route->pattern;
	size_t length = 0;

	while (*at) {
		size_t size = *at == ':' ? strcspn(at, "/") : 1;

		length += (size_t)snprintf(a->path + length, sizeof(a->path) - length, "%.*s",
			*at == ':' ? 99 : 1, *at == ':' ? part_for(a, at) : at);
		at += size;
	}
}

static const char form_type[] = "application/x-www-form-urlencoded";
static const char file_type[] = "multipart/form-data; boundary=----part";

/* Only what makes something, or a PATCH, takes a name. */
static void fill_json(struct asked *a)
{
	const struct route *r = a->route;
	bool takes_name = strcmp(r->method, "PATCH") == 0 ||
			  (strcmp(r->method, "POST") == 0 && !contains(r, ":"));

	snprintf(a->body, sizeof(a->body), takes_name ? "{\"name\": \"Another\"%s}" : "{%s}",
		takes_name && contains(r, "/integrations") && !contains(r, ":")
			? ", \"provider\": \"kodi\""
			: "");
}

static const char *fill_body(struct asked *a)
{
	const char *csrf = a->stage->csrf;
	char *body = a->body;

	if (contains(a->route, "/webhooks/")) {
		snprintf(body, sizeof(a->body), "%s", two_reports);
	} else if (contains(a->route, "/sync/history")) {
		snprintf(body, sizeof(a->body), "%s", a_clients_list);
	} else if (contains(a->route, "/trakt/scrobble")) {
		snprintf(body, sizeof(a->body), "%s", a_clients_film);
	} else if (contains(a->route, "/kosync/")) {
		snprintf(body, sizeof(a->body), "%s", a_place);
	} else if (contains(a->route, "scrobble")) {
		snprintf(body, sizeof(a->body), "%s", a_film);
	} else if (contains(a->route, "/oauth/")) {
		snprintf(body, sizeof(a->body),
			"client_id=TV&code=%s&device_code=%s&grant_type="
			"urn:ietf:params:oauth:grant-type:device_code",
			a->stage->token, a->stage->token);
	} else if (a->route->who == WHO_TOKEN) {
		fill_json(a);
	} else if (contains(a->route, "/account/import") && !contains(a->route, "/imports")) {
		snprintf(body, sizeof(a->body),
			"------part\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
			"------part\r\nContent-Disposition: form-data; name=\"file\"; "
			"filename=\"f\"\r\n\r\n%s\r\n------part--\r\n",
			csrf, a->stage->import);
		return file_type;
	} else {
		snprintf(body, sizeof(a->body),
			"csrf=%s&name=%s&password=%s&old=%s&again=%s&after=&zone=Europe/Berlin"
			"&code=WDJB-MJHT&answer=allow&server_url=https://192.0.2.7&server_key=another-key&start=2&complete=95&value=605&source=tmdb",
			csrf, contains(a->route, "/login") ? "alice" : "carol", password, password,
			password);
	}
	return form_type;
}

/* Reading programs send the MD5 of the token. */
static void fill_authorization(struct asked *a)
{
	const char *token = a->stage->token;
	char hex[MD5_DIGEST_STRING_LENGTH];

	if (contains(a->route, "/kosync/"))
		snprintf(a->authorization, sizeof(a->authorization), "Kosync %s",
			MD5Data((const uint8_t *)token, strlen(token), hex));
	else
		snprintf(a->authorization, sizeof(a->authorization), "Bearer %s", token);
}

static void ask(struct asked *a, struct stage *stage, const struct route *route)
{
	const char *type;

	*a = (struct asked){ .stage = stage, .route = route };
	fill_path(a);
	type = is_get(route) ? "" : fill_body(a);
	fill_authorization(a);
	snprintf(a->cookie, sizeof(a->cookie), "ryot_%s=%s",
		route->who == WHO_ANYONE ? "visit" : "session", stage->token);
	a->x.req = (struct req){ .method = route->method,
		.path = a->path,
		.query = "",
		.authorization = a->authorization,
		.content_encoding = "",
		.content_type = type,
		.cookie = a->cookie,
		.fetch_site = "",
		.user_agent = "test",
		.idempotency_key = "evening-7",
		.id = "-",
		.remote = contains(route, "/metrics") ? "127.0.0.1" : "192.0.2.1",
		.body = a->body,
		.length = strlen(a->body),
		.declared = strlen(a->body) };
}

/* What takes its time elsewhere: here a password is its own hash. */
static void hash_at_once(struct hashed *known, const struct hash_task *task)
{
	struct hash_task *done = &known->list[known->count++];

	*done = *task;
	done->is_done = true;
	done->is_right = strcmp(done->hash, done->password) == 0;
	if (!done->is_check)
		snprintf(done->hash, sizeof(done->hash), "%s", password);
}

/* Once more after each password, as a request that was put aside. */
static enum err run_before(struct call *c, call_fn *before)
{
	struct hashed known = { .count = 0 };
	enum err err;

	c->hashed = &known;
	err = before(c);
	while (err == ERR_BUSY && c->res->task) {
		hash_at_once(&known, c->res->task);
		c->res->task = NULL;
		err = before(c);
	}
	c->hashed = NULL;
	return err;
}

/* As cgi/engine/round.c runs it. */
static enum err handle(struct cx *cx, void *arg)
{
	struct exchange *x = arg;
	struct call *c = &x->call;
	bool admitted = false;

	res_init(&x->res, cx->arena);
	if (route_find(c) != x->route)
		return err_note(cx, ERR_INTERNAL, "%s is of another row", x->req.path);
	TRY(auth_admit(c, x->route, &admitted));
	if (!admitted)
		return err_note(cx, ERR_INTERNAL, "not admitted");
	c->store = x->route->flags & APART ? c->app->writer : c->app->reader;
	if (x->route->before)
		TRY(run_before(c, x->route->before));
	if (!x->route->inside)
		return OK;
	c->store = c->app->writer;
	TRY(store_begin(cx, c->store));
	TRY(x->route->inside(c));
	store_rollback(c->store);
	return OK;
}

static enum err attempt(struct cx *cx, void *arg)
{
	struct asked *a = arg;
	struct exchange *x = &a->x;
	enum err err;

	x->route = a->route;
	x->res = x->prepared = (struct res){ 0 };
	x->call = (struct call){
		.cx = cx, .app = &a->stage->app, .req = &x->req, .res = &x->res, .out = &x->res.body
	};
	err = exchange_run(x, handle);
	if (x->res.file)
		fclose(x->res.file);
	store_rollback(a->stage->u.store);
	if (store_in_transaction(a->stage->u.store) || store_in_transaction(a->stage->reader))
		fail_msg("%s: a transaction is open", a->path);
	/* Whoever wants to register is always told that nobody does. */
	if (err != OK || x->res.status < 400 || contains(a->route, "/users/create"))
		return err;
	return err_note(cx, ERR_INTERNAL, "answers %d", x->res.status);
}

static void is_fulfilled(const struct route *route)
{
	struct stage stage;
	struct unit *u = &stage.u;
	struct asked a;
	enum err err;

	stage_open(&stage, contains(route, "/setup"));
	ask(&a, &stage, route);
	err = attempt(&u->cx, &a);
	is_err(a.path, &u->cx, err, OK);
	stage_close(&stage);
}

static void every_handler_ends_with_any_ceiling(void **state)
{
	for (size_t i = 0; i < route_count; i++) {
		struct stage stage;
		struct asked a;
		size_t tries = 0;

		is_fulfilled(&routes[i]);
		stage_open(&stage, contains(&routes[i], "/setup"));
		ask(&a, &stage, &routes[i]);
		with_every_ceiling(routes[i].pattern, UNIT_NOW, attempt, &a, &tries);
		assert_true(tries > 1);
		stage_close(&stage);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_handler_ends_with_any_ceiling),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
