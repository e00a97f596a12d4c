/* SPDX-License-Identifier: MIT */
/* me.c -- whose token is this, and what answers here? */
#include "cgi/api/api.h"
#include "shared/base/version.h"

enum err api_me_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	static const char *const none[] = { NULL };
	const struct visitor *v = req->visitor;
	struct buf *out = &res->body;
	enum err err = api_query(cx, req, none);

	(void)app;
	if (err != OK)
		return err;
	jput_open(out, NULL, '{');
	jput_open(out, "user", '{');
	jput_i64(out, "id", v->user_id);
	jput_str(out, "name", v->name);
	jput_bool(out, "is_admin", v->is_admin);
	jput_str_or_null(out, "time_zone", v->time_zone);
	jput_close(out, '}');
	jput_str(out, "version", VERSION);
	jput_close(out, '}');
	return OK;
}
