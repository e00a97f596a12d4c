/* SPDX-License-Identifier: MIT */
#include "cgi/access/return_path.h"

#include "shared/base/lengths.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* No ':', no '\\' and no ".."; browsers encode all else in a query. */
static const char in_path[] = LOWER DIGITS "/-_";
static const char in_query[] = LOWER UPPER DIGITS "-._~%=&+*";

bool return_path_is_ours(const char *path)
{
	size_t length = strspn(path, in_path);
	const char *query = path + length;

	if (*path == '/' || strstr(path, "//") || strlen(path) > RETURN_PATH_MAX)
		return false;
	return !*query || (*query == '?' && strspn(query + 1, in_query) == strlen(query + 1));
}

const char *return_path_of(const struct call *c)
{
	const struct req *req = c->req;
	const char *path = req->path + 1, *whole;

	if (strcmp(req->method, "GET") != 0 || !*path)
		return "";
	whole = arena_join(c->cx->arena, path, "?", req->query);
	return *req->query && return_path_is_ours(whole) ? whole : path;
}
