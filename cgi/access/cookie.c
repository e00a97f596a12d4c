/* SPDX-License-Identifier: MIT */
/* cookie.c -- reading and setting cookies. */
#include "cgi/access/cookie.h"

#include "shared/crypto/secret.h"
#include "shared/crypto/token.h"

const char *cookie_token(struct cx *cx, const struct req *req, const char *name)
{
	const char *at = req->cookie;
	size_t length = strlen(name);

	while (*at) {
		size_t size = strcspn(at, ";");

		if (size > length && at[length] == '=' && memcmp(at, name, length) == 0) {
			const char *value =
				arena_strndup(cx->arena, at + length + 1, size - length - 1);

			return token_has_shape(value) ? value : NULL;
		}
		at += size;
		at += strspn(at, "; ");
	}
	return NULL;
}

void cookie_set(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	const struct cookie *cookie)
{
	const char *age = cookie->max_age < 0
				  ? ""
				  : arena_printf(cx->arena, "; Max-Age=%" PRId64, cookie->max_age);

	res->cookie =
		arena_printf(cx->arena, "%s=%s; Path=%s; HttpOnly; SameSite=Lax%s%s", cookie->name,
			cookie->value, app->conf->base_path, age, req->is_tls ? "; Secure" : "");
}
