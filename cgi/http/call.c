/* SPDX-License-Identifier: MIT */
/* call.c -- what most handlers need of a call. */
#include "cgi/http/call.h"

#include "shared/base/parse.h"

enum err call_id(const struct call *c, int64_t *id)
{
	return parse_i64(c->params[0], 1, INT64_MAX, id) ? OK : call_not_found(c);
}

enum err call_not_found(const struct call *c)
{
	return err_note(c->cx, ERR_NOT_FOUND, "There is nothing here.");
}
