/* SPDX-License-Identifier: MIT */
/* me.c -- the person whose token was sent, and our version. */
#include "cgi/api/api.h"
#include "shared/base/version.h"
#include "shared/wire/user.h"

enum err api_me_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	static const char *const none[] = { NULL };
	const struct visitor *v = req->visitor;
	struct buf *out = &res->body;
	const struct user user = { .id = v->user_id, .name = v->name, .is_admin = v->is_admin };

	(void)app;
	TRY(api_query(cx, req, none));
	jput_open(out, NULL, '{');
	jput_open(out, "user", '{');
	user_put(out, &user);
	jput_str_or_null(out, "time_zone", v->time_zone);
	jput_close(out, '}');
	jput_str(out, "version", VERSION);
	jput_close(out, '}');
	return OK;
}
