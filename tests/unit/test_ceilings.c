/* SPDX-License-Identifier: MIT */
/*
 * Every handler of the route table, with every ceiling: an allocation that
 * fails is an error of that request, and leaves nothing behind.
 */
#include <md5.h>

#include "cgi/access/auth.h"
#include "cgi/access/hashing.h"
#include "cgi/engine/exchange.h"

#include "tests/unit/ceilings.h"
#include "tests/unit/stage.h"

/* ---- a request that the handler of a row can fulfil ---- */

static const char a_film[] = "{\"kind\": \"movie\", \"ids\": {\"tmdb\": 605}, \"percent\": 50}";
static const char a_place[] = "{\"document\":\"0f6b\",\"progress\":\"7\",\"percentage\":0.5,"
			      "\"device_id\":\"B1\",\"metadata\":{\"title\":\"Dune\"}}";
static const char a_clients_film[] = "{\"movie\": {\"ids\": {\"tmdb\": 605}}, \"progress\": 50}";
static const char a_clients_list[] = "{\"movies\": [{\"ids\": {\"tmdb\": 605}}]}";

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
	if (strncmp(name, ":hash", 5) == 0)
		return stage_picture;
	/* The thing with a name. */
	if (contains(a->route, "/unmatched/:id/undo"))
		return "2";
	/* An account that is ignored. */
	if (contains(a->route, "/accounts/:id/take-back"))
		return "2";
	/* The play that is completed. */
	if (contains(a->route, "/plays/:id") &&
		(contains(a->route, "/date") || strcmp(a->route->method, "PATCH") == 0))
		return "2";
	if (contains(a->route, "/asks") || contains(a->route, "/past") ||
		contains(a->route, "/person"))
		return a->stage->watched;
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
	} else if (contains(a->route, "/api/v1/unmatched/:id/name")) {
		snprintf(body, sizeof(a->body), "{\"id\": \"tmdb:9901\"}");
	} else if (contains(a->route, "/api/v1/accounts/:id/give")) {
		snprintf(body, sizeof(a->body), "{\"person\": \"alice\"}");
	} else if (contains(a->route, "/api/v1/integrations/:id/accounts")) {
		snprintf(body, sizeof(a->body), "{\"name\": \"dora\", \"person\": \"alice\"}");
	} else if (contains(a->route, "/api/v1/integrations/:id/policy")) {
		snprintf(body, sizeof(a->body), "{\"minutes_left\": 3}");
	} else if (contains(a->route, "/api/v1/plays/:id") &&
		   strcmp(a->route->method, "PATCH") == 0) {
		snprintf(body, sizeof(a->body), "{\"at\": \"2020-02-02\"}");
	} else if (contains(a->route, "/api/v1/lists/:id/works")) {
		snprintf(body, sizeof(a->body), "{\"work\": 2}");
	} else if (strcmp(a->route->pattern, "/api/v1/works") == 0) {
		snprintf(body, sizeof(a->body), "{\"kind\": \"movie\", \"title\": \"New\"}");
	} else if (contains(a->route, "/api/v1/works/:id")) {
		snprintf(body, sizeof(a->body), "{}");
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
			"&account=dora&person=%s&code=WDJB-MJHT&answer=allow&wish=look&server_url=https://192.0.2.7&server_key=another-key&start=2&complete=95&value=605&source=tmdb&id=tmdb:9901"
			"&theme=dark&rating=7&note=Good%s&kind=movie&title=New&at=2020-02-02&one=1x1",
			csrf, contains(a->route, "/login") ? "alice" : "carol", password, password,
			password, contains(a->route, "/integrations/:id/person") ? "" : "alice",
			contains(a->route, "/lists/") ? "&work=1" : "");
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

static enum err take_submitted(struct call *c)
{
	const struct submitted *s = c->submitted;

	if (!s)
		return OK;
	TRY(receive_messages(c->cx, c->store, s->list, s->count, s->verdicts));
	return s->answer(c);
}

/* As cgi/engine/ runs it. */
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
	TRY(take_submitted(c));
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
