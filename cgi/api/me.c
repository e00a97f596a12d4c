/* SPDX-License-Identifier: MIT */
/* me.c -- the person whose token was sent, and our version. */
#include "cgi/api/api.h"
#include "shared/base/version.h"
#include "shared/wire/user.h"

enum err api_me_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct visitor *v = c->visitor;
	struct buf *out = c->out;
	const struct user user = { .id = v->user_id, .name = v->name, .is_admin = v->is_admin };
	struct holding has;

	TRY(api_query(c, none));
	TRY(store_holding_get(c->cx, c->store, v->user_id, &has));
	jput_open(out, NULL, '{');
	jput_open(out, "user", '{');
	user_put(out, &user);
	jput_str_or_null(out, "time_zone", v->time_zone);
	jput_close(out, '}');
	user_quotas_put(out, &has, c->app->conf);
	jput_str(out, "version", VERSION);
	jput_close(out, '}');
	return OK;
}
