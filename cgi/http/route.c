/* SPDX-License-Identifier: MIT */
/* route.c -- matches a request against the table of routes. */
#include "cgi/http/route.h"

#include "shared/base/parse.h"

/* Enough to answer with a 404 instead of closing the connection. */
enum { STRAY_BODY_MAX = 64 << 10 };

/*
 * Compares byte by byte: most rows differ within the first few. `values` gets
 * what the path has for each ":name".
 */
static bool matches(const char *pattern, const char *path, const char *values[PARAMS_MAX])
{
	size_t n = 0;

	for (; *pattern; pattern++, path++) {
		if (*pattern == ':') {
			size_t length = strcspn(path, "/");

			if (length == 0 || n == PARAMS_MAX)
				return false;
			values[n++] = path;
			path += length - 1;
			pattern += strcspn(pattern, "/") - 1;
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
static void allow(struct cx *cx, struct res *res, const char *method)
{
	const char *name = strcmp(method, "GET") == 0 ? "GET, HEAD" : method;

	res->allow = res->allow ? arena_printf(cx->arena, "%s, %s", res->allow, name) : name;
}

const struct route *route_find(struct cx *cx, struct req *req, struct res *res)
{
	for (size_t i = 0; i < route_count; i++) {
		const char *values[PARAMS_MAX] = { NULL };

		if (!matches(routes[i].pattern, req->path, values))
			continue;
		if (!is_method(&routes[i], req->method)) {
			allow(cx, res, routes[i].method);
			continue;
		}
		for (size_t p = 0; p < PARAMS_MAX && values[p]; p++)
			req->params[p] =
				arena_strndup(cx->arena, values[p], strcspn(values[p], "/"));
		res->allow = NULL;
		return &routes[i];
	}
	return NULL;
}

enum err route_none(struct cx *cx, const struct res *res)
{
	if (res->allow)
		return err_note(cx, ERR_METHOD, "This address takes %s requests only.", res->allow);
	return route_nothing(cx);
}

enum err route_nothing(struct cx *cx)
{
	return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

enum err route_id(struct cx *cx, const struct req *req, int64_t *id)
{
	return parse_i64(req->params[0], 1, INT64_MAX, id) ? OK : route_nothing(cx);
}

size_t route_body_max(const struct route *route)
{
	return route ? route->body_max : STRAY_BODY_MAX;
}
