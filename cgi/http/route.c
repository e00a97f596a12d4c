/* SPDX-License-Identifier: MIT */
/* route.c -- matches a request against the table of routes. */
#include "cgi/http/route.h"

/* Enough to answer with a 404 instead of closing the connection. */
enum { STRAY_BODY_MAX = 64 << 10 };

/*
 * What a ":name" takes, or 0. nginx chooses its location, and with it the
 * limits and who is let in, by the decoded path without dot segments. Where a
 * value has neither an escape nor a leading dot, both see the same path.
 */
static size_t value_length(const char *path)
{
	size_t length = strcspn(path, "/");

	return path[0] == '.' || memchr(path, '%', length) ? 0 : length;
}

/*
 * Compares byte by byte: most rows differ within the first few. `values` gets
 * what the path has for each ":name".
 */
static bool matches(const char *pattern, const char *path, struct bytes values[PARAMS_MAX])
{
	size_t n = 0;

	for (; *pattern; pattern++, path++) {
		if (*pattern == ':') {
			size_t length = value_length(path);

			if (length == 0 || n == PARAMS_MAX)
				return false;
			values[n++] = (struct bytes){ path, length };
			path += length - 1;
			while (pattern[1] != '/' && pattern[1] != '\0')
				pattern++;
		} else if (*pattern != *path) {
			return false;
		}
	}
	return *path == '\0';
}

static bool is_method(const struct route *route, const char *method)
{
	return strcmp(route->method, method) == 0 ||
	       (strcmp(route->method, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

/* A path may have one row for GET and one for POST. */
static void allow(const struct call *c, const char *method)
{
	const char *name = strcmp(method, "GET") == 0 ? "GET, HEAD" : method;
	const char *others = c->res->allow;

	c->res->allow = others ? arena_printf(c->cx->arena, "%s, %s", others, name) : name;
}

const struct route *route_find(struct call *c)
{
	for (size_t i = 0; i < route_count; i++) {
		struct bytes values[PARAMS_MAX] = { { NULL, 0 } };

		if (!matches(routes[i].pattern, c->req->path, values))
			continue;
		if (!is_method(&routes[i], c->req->method)) {
			allow(c, routes[i].method);
			continue;
		}
		for (size_t p = 0; p < PARAMS_MAX && values[p].at; p++)
			c->params[p] = arena_strndup(c->cx->arena, values[p].at, values[p].length);
		c->res->allow = NULL;
		return &routes[i];
	}
	return NULL;
}

enum err route_none(const struct call *c)
{
	if (c->res->allow)
		return err_note(
			c->cx, ERR_METHOD, "This address takes %s requests only.", c->res->allow);
	return call_not_found(c);
}

size_t route_body_max(const struct route *route)
{
	return route ? route->body_max : STRAY_BODY_MAX;
}
