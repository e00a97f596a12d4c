/* SPDX-License-Identifier: MIT */
/* cookie.c -- reading and setting cookies. */
#include "cgi/access/cookie.h"

#include "shared/crypto/token.h"
#include "shared/store/device.h"
#include "shared/store/session.h"

enum { UNTIL_CLOSED = -1, FLASH_SECONDS = 60, FLASH_MAX = 60 };

static const struct cookie_row {
	const char *name;
	int64_t max_age; /* seconds, or UNTIL_CLOSED: until the browser is closed */
} rows[] = {
	[COOKIE_SESSION] = { "ryot_session", SESSION_LASTS_MS / 1000 },
	[COOKIE_DEVICE] = { "ryot_device", DEVICE_LASTS_MS / 1000 },
	[COOKIE_VISIT] = { "ryot_visit", UNTIL_CLOSED },
	[COOKIE_FLASH] = { "ryot_flash", FLASH_SECONDS },
};
_Static_assert(NELEM(rows) == COOKIE__COUNT, "a cookie without a row");
_Static_assert((int)COOKIE__COUNT <= (int)RES_COOKIES, "an answer may set each of them");

/* Browsers refuse the prefix without Secure, or with another path. */
static const char *name_of(const struct call *c, enum cookie which)
{
	bool is_bound = c->req->is_tls && strcmp(c->app->conf->base_path, "/") == 0;

	return is_bound ? arena_printf(c->cx->arena, "__Host-%s", rows[which].name)
			: rows[which].name;
}

/* The first value, or NULL; *times: how often it was sent. */
static const char *find(const struct call *c, const char *name, size_t *times)
{
	const char *at = c->req->cookie, *value = NULL;
	size_t length = strlen(name);

	*times = 0;
	while (*at) {
		size_t size = strcspn(at, ";");

		if (size > length && at[length] == '=' && memcmp(at, name, length) == 0 &&
			(*times)++ == 0)
			value = arena_strndup(c->cx->arena, at + length + 1, size - length - 1);
		at += size;
		at += strspn(at, "; ");
	}
	return value;
}

enum err cookie_read(const struct call *c, enum cookie which, const char **out)
{
	const char *name = name_of(c, which);
	size_t times;
	const char *value = find(c, name, &times);

	*out = NULL;
	if (times > 1)
		return err_note(c->cx, ERR_INPUT,
			"The browser sent the cookie \"%s\" twice, and only one "
			"can be ours. Remove the cookies of this site, then sign "
			"in again.",
			name);
	if (value && token_has_shape(value))
		*out = value;
	return OK;
}

const char *cookie_flash(const struct call *c)
{
	size_t times;
	const char *value = find(c, name_of(c, COOKIE_FLASH), &times);

	if (!value || times > 1 || strlen(value) > FLASH_MAX ||
		strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-.") != strlen(value))
		return NULL;
	return value;
}

static void set(const struct call *c, enum cookie which, const char *value, int64_t max_age)
{
	struct arena *a = c->cx->arena;
	const char *age =
		max_age == UNTIL_CLOSED ? "" : arena_printf(a, "; Max-Age=%" PRId64, max_age);

	c->res->cookies[which] =
		arena_printf(a, "%s=%s; Path=%s; HttpOnly; SameSite=Lax%s%s", name_of(c, which),
			value, c->app->conf->base_path, age, c->req->is_tls ? "; Secure" : "");
}

void cookie_set(const struct call *c, enum cookie which, const char *token)
{
	set(c, which, token, rows[which].max_age);
}

void cookie_remove(const struct call *c, enum cookie which)
{
	set(c, which, "", 0);
}
