/* SPDX-License-Identifier: MIT */
/* The route table: its rules, and how a path finds its row. */
#include "cgi/http/route.h"

#include "tests/unit/unit.h"

static void rows_obey_the_rules(void **state)
{
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];
		bool is_get = strcmp(r->method, "GET") == 0;
		bool writes = r->inside || r->flags == APART;

		if (r->pattern[0] != '/' || strchr(r->pattern, '?'))
			fail_msg("%s: no pattern of a path", r->pattern);
		if (!r->before && !r->inside)
			fail_msg("%s: no handler", r->pattern);
		/* A probe asks whether a write would succeed. */
		if (is_get && r->who != WHO_SENDER && writes)
			fail_msg("%s: a GET writes nothing", r->pattern);
		if (is_get && r->body_max)
			fail_msg("%s: a GET has no body", r->pattern);
		if (!is_get && !writes)
			fail_msg("%s: what is sent to it changes nothing", r->pattern);
		if (r->flags & LONG && (!is_get || r->inside))
			fail_msg("%s: too long for a round", r->pattern);
		if (r->flags & APART && (!r->before || r->inside))
			fail_msg("%s: in the round or apart?", r->pattern);
		if (r->flags & REPORTS && (r->who != WHO_TOKEN || is_get))
			fail_msg("%s: no report comes here", r->pattern);
		if (strcmp(r->method, "POST") == 0 && r->body_max == 0)
			fail_msg("%s: takes no body", r->pattern);
	}
}

/* What most requests are for; other senders, what takes a token, the pages. */
static int part_of(const struct route *r)
{
	if (strcmp(r->pattern, "/webhooks/integrations/:provider/:key") == 0 &&
		strcmp(r->method, "POST") == 0)
		return 0;
	if (r->who == WHO_SENDER)
		return 1;
	return r->who == WHO_TOKEN ? 2 : 3;
}

static bool is_behind(const struct route *a, const struct route *b)
{
	int order = part_of(a) - part_of(b);

	if (order == 0)
		order = strcmp(a->pattern, b->pattern);
	return order > 0 || (order == 0 && strcmp(a->method, b->method) >= 0);
}

static void rows_are_sorted_and_unique(void **state)
{
	for (size_t i = 1; i < route_count; i++)
		if (is_behind(&routes[i - 1], &routes[i]))
			fail_msg("%s %s stands before %s %s", routes[i - 1].method,
				routes[i - 1].pattern, routes[i].method, routes[i].pattern);
}

struct found {
	struct req req;
	struct res res;
	struct call call;
};

static const struct route *find(
	struct unit *u, const char *method, const char *path, struct found *out)
{
	const struct route *r;

	out->req = (struct req){ .method = method, .path = path };
	res_init(&out->res, &u->arena);
	out->call = (struct call){ .cx = &u->cx, .req = &out->req, .res = &out->res };
	r = route_find(&out->call);
	if (r)
		assert_null(out->res.allow);
	else
		is_err(path, &u->cx, route_none(&out->call),
			out->res.allow ? ERR_METHOD : ERR_NOT_FOUND);
	return r;
}

static void a_path_finds_its_row(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *method, *path, *pattern, *first, *second;
	} rows[] = {
		{ "GET", "/", "/", NULL, NULL },
		{ "HEAD", "/", "/", NULL, NULL },
		{ "GET", "/login", "/login", NULL, NULL },
		{ "POST", "/login", "/login", NULL, NULL },
		{ "POST", "/settings/account/sessions/12/end", "/settings/account/sessions/:id/end",
			"12", NULL },
		{ "POST", "/settings/account/sessions/end", "/settings/account/sessions/end", NULL,
			NULL },
		{ "GET", "/settings/people/x+y", "/settings/people/:id", "x+y", NULL },
		{ "POST", "/webhooks/integrations/jellyfin/slug",
			"/webhooks/integrations/:provider/:key", "jellyfin", "slug" },
		{ "GET", "", NULL, NULL, NULL },
		{ "GET", "//", NULL, NULL, NULL },
		{ "GET", "login", NULL, NULL, NULL },
		{ "GET", "/Login", NULL, NULL, NULL },
		{ "GET", "/log", NULL, NULL, NULL },
		{ "GET", "/login/", NULL, NULL, NULL },
		{ "GET", "/login/x", NULL, NULL, NULL },
		{ "GET", "/logins", NULL, NULL, NULL },
		{ "GET", "/settings/people/", NULL, NULL, NULL },
		{ "POST", "/settings/people//remove", NULL, NULL, NULL },
		{ "POST", "/webhooks/integrations//slug", NULL, NULL, NULL },
		{ "POST", "/webhooks/integrations/jellyfin/slug/",
			"/webhooks/integrations/:provider/:key/", "jellyfin", "slug" },
		{ "POST", "/webhooks/integrations/jellyfin/", "/webhooks/integrations/:provider/",
			"jellyfin", NULL },
		/* What nginx would decode, or take for a step upwards. */
		{ "GET", "/settings/people/x%20y", NULL, NULL, NULL },
		{ "GET", "/settings/people/%2e%2e", NULL, NULL, NULL },
		{ "GET", "/settings/people/..", NULL, NULL, NULL },
		{ "POST", "/webhooks/integrations/../..", NULL, NULL, NULL },
		{ "POST", "/webhooks/integrations/..%2f..", NULL, NULL, NULL },
		{ "POST", "/webhooks/integrations/jellyfin/slug%2f", NULL, NULL, NULL },
		{ "GET", "/metrics/hooks", "/metrics/hooks", NULL, NULL },
		{ "GET", "/metrics/hooks/", NULL, NULL, NULL },
		{ "GET", "/metrics/x", NULL, NULL, NULL },
		{ "GET", "*", NULL, NULL, NULL },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct found found;
		const struct route *r = find(u, rows[i].method, rows[i].path, &found);

		is_text(rows[i].path, "pattern", r ? r->pattern : NULL, rows[i].pattern);
		is_text(rows[i].path, "first", found.call.params[0], rows[i].first);
		is_text(rows[i].path, "second", found.call.params[1], rows[i].second);
	}
}

static void a_wrong_method_gets_the_allowed_ones(void **state)
{
	struct unit *u = *state;
	struct found found;

	assert_null(find(u, "PUT", "/login", &found));
	assert_string_equal(found.res.allow, "GET, HEAD, POST");
	assert_null(find(u, "GET", "/logout", &found));
	assert_string_equal(found.res.allow, "POST");
	assert_null(find(u, "HEAD", "/logout", &found));
	assert_null(find(u, "get", "/login", &found));
	assert_null(find(u, "POST", "/nowhere", &found));
	assert_null(found.res.allow);
}

static size_t body_max(struct unit *u, const char *method, const char *path)
{
	struct found found;

	return route_body_max(find(u, method, path, &found));
}

static void the_row_limits_the_size_of_a_body(void **state)
{
	struct unit *u = *state;

	assert_int_equal(body_max(u, "GET", "/login"), 0);
	assert_int_equal(body_max(u, "HEAD", "/login"), 0);
	assert_int_equal(body_max(u, "POST", "/login"), KIB(16));
	assert_int_equal(body_max(u, "POST", "/settings/account/import"), MIB(32));
	/* Enough to be read completely and answered. */
	assert_true(body_max(u, "POST", "/nowhere") > 0);
	assert_true(body_max(u, "POST", "/nowhere") <= KIB(64));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_obey_the_rules),
		cmocka_unit_test(rows_are_sorted_and_unique),
		UNIT_TEST(a_path_finds_its_row),
		UNIT_TEST(a_wrong_method_gets_the_allowed_ones),
		UNIT_TEST(the_row_limits_the_size_of_a_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
