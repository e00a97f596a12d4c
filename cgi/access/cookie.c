/* SPDX-License-Identifier: MIT */
/* cookie.c -- reading and setting cookies. */
#include "cgi/access/cookie.h"

#include "shared/crypto/secret.h"
#include "shared/crypto/token.h"

const char *cookie_token(const struct call *c, const char *name)
{
	const char *at = c->req->cookie;
	size_t length = strlen(name);

	while (*at) {
		size_t size = strcspn(at, ";");

		if (size > length && at[length] == '=' && memcmp(at, name, length) == 0) {
			const char *value =
				arena_strndup(c->cx->arena, at + length + 1, size - length - 1);

			return token_has_shape(value) ? value : NULL;
		}
		at += size;
		at += strspn(at, "; ");
	}
	return NULL;
}

void cookie_set(const struct call *c, const struct cookie *cookie)
{
	const char *age = cookie->max_age < 0 ? ""
					      : arena_printf(c->cx->arena, "; Max-Age=%" PRId64,
							cookie->max_age);

	c->res->cookie = arena_printf(c->cx->arena, "%s=%s; Path=%s; HttpOnly; SameSite=Lax%s%s",
		cookie->name, cookie->value, c->app->conf->base_path, age,
		c->req->is_tls ? "; Secure" : "");
}
