/* SPDX-License-Identifier: MIT */
#include "cgi/route.h"

/* Matches segment by segment; params take what stands for each ":name". */
static bool matches(struct cx *cx, const char *pattern, const char *path,
	const char *params[PARAMS_MAX])
{
	size_t n = 0;

	while (*pattern) {
		size_t want = strcspn(pattern + 1, "/") + 1;
		size_t have = *path ? strcspn(path + 1, "/") + 1 : 0;

		if (pattern[1] == ':' && have > 1 && n < PARAMS_MAX)
			params[n++] =
				arena_strndup(cx->arena, path + 1, have - 1);
		else if (want != have || memcmp(pattern, path, want) != 0)
			return false;
		pattern += want;
		path += have;
	}
	return *path == '\0';
}

static bool is_method(const struct route *route, const char *method)
{
	return strcmp(route->method, method) == 0 ||
	       (strcmp(route->method, "GET") == 0 &&
		       strcmp(method, "HEAD") == 0);
}

const struct route *route_find(
	struct cx *cx, struct req *req, struct res *res, enum err *err)
{
	for (size_t i = 0; i < route_count; i++) {
		const char *params[PARAMS_MAX] = { NULL };

		if (!matches(cx, routes[i].pattern, req->path, params))
			continue;
		memcpy(req->params, params, sizeof(params));
		if (is_method(&routes[i], req->method))
			return &routes[i];
		res->allow = strcmp(routes[i].method, "GET") == 0
				     ? "GET, HEAD"
				     : routes[i].method;
	}
	if (res->allow)
		*err = err_note(cx, ERR_METHOD,
			"This address takes %s requests only.", res->allow);
	else
		*err = err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	return NULL;
}
