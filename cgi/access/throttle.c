/* SPDX-License-Identifier: MIT */
/* throttle.c -- counting wrong passwords by whose they are. */
#include "cgi/access/throttle.h"

#include <arpa/inet.h>

#include "cgi/access/auth.h"
#include "cgi/access/cookie.h"
#include "cgi/access/hashing.h"
#include "shared/base/log.h"
#include "shared/base/utf8.h"
#include "shared/store/attempt.h"
#include "shared/store/device.h"

/* Names ignore case; nobody has one that is too long, so it may be cut. */
static const char *counted_name(struct cx *cx, const char *name)
{
	size_t length = strlen(name);
	char *lower;

	if (length > USER_NAME_MAX)
		length = utf8_cut(name, USER_NAME_MAX);
	lower = arena_strndup(cx->arena, name, length);
	for (char *at = lower; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at | 32);
	return lower;
}

/*
 * An IPv6 host controls its whole /64, so count per /64. An IPv4 address is
 * counted alone: the others of its /24 are strangers to each other, and one
 * who guesses must not delay them.
 */
static const char *counted_network(struct cx *cx, const char *remote)
{
	struct in6_addr address;
	const unsigned char *at = address.s6_addr;

	if (inet_pton(AF_INET6, remote, &address) != 1)
		return remote;
	if (IN6_IS_ADDR_V4MAPPED(&address))
		return arena_printf(cx->arena, "%d.%d.%d.%d", at[12], at[13], at[14], at[15]);
	return arena_printf(cx->arena, "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", at[0], at[1],
		at[2], at[3], at[4], at[5], at[6], at[7]);
}

/* A session may be older than the cookie, so it counts as one. */
static enum err find_device(const struct call *c, struct throttle *t)
{
	const struct visitor *v = c->visitor;
	const char *token;
	int64_t id = 0;

	TRY(cookie_read(c, COOKIE_DEVICE, &token));
	if (token && t->user) {
		unsigned char hash[TOKEN_HASH];

		token_hash(token, hash);
		TRY(store_device_find(c->cx, c->app->reader, t->user->id, hash, &id));
	}
	if (id != 0)
		t->device = arena_printf(c->cx->arena, "%" PRId64, id);
	else if (t->user && v->session_id != 0 && v->user_id == t->user->id)
		t->device = arena_printf(c->cx->arena, "session %" PRId64, v->session_id);
	return OK;
}

static enum err wait_of_guest(const struct call *c, const struct throttle *t, int64_t *until)
{
	struct store *s = c->app->reader;
	int64_t by_guest = 0, by_address = 0;
	bool is_calm = false;

	TRY(store_attempt_is_free(c->cx, s, ATTEMPT_NAME, t->name, &is_calm));
	TRY(store_attempt_wait(
		c->cx, s, is_calm ? ATTEMPT_GUEST : ATTEMPT_GUEST_SLOW, t->guest, &by_guest));
	TRY(store_attempt_wait(c->cx, s, ATTEMPT_ADDRESS, t->network, &by_address));
	*until = by_guest > by_address ? by_guest : by_address;
	return OK;
}

static enum err wait_of(const struct call *c, const struct throttle *t, int64_t *until)
{
	if (t->device)
		return store_attempt_wait(c->cx, c->app->reader, ATTEMPT_DEVICE, t->device, until);
	return wait_of_guest(c, t, until);
}

enum err throttle_begin(const struct call *c, const char *name, struct throttle *out)
{
	struct arena *a = c->cx->arena;
	int64_t until = 0;

	*out = (struct throttle){
		.name = counted_name(c->cx, name),
		.network = counted_network(c->cx, c->req->remote),
	};
	out->guest = arena_printf(a, "%s %s", out->network, out->name);
	TRY(store_user_find(c->cx, c->app->reader, name, &out->user));
	TRY(find_device(c, out));
	TRY(wait_of(c, out, &until));
	if (until == 0)
		return OK;
	c->res->retry_after = (until - c->cx->now_ms + 999) / 1000;
	return err_note(c->cx, ERR_TOO_MANY,
		"Too many wrong passwords. Try again in %" PRId64 " second%s.", c->res->retry_after,
		c->res->retry_after == 1 ? "" : "s");
}

static enum err count(const struct call *c, const struct throttle *t, bool is_right)
{
	enum attempt by = t->device ? ATTEMPT_DEVICE : ATTEMPT_GUEST;
	const char *what = t->device ? t->device : t->guest;

	if (is_right)
		return store_attempt_forget(c->cx, c->store, by, what);
	TRY(store_attempt_failed(c->cx, c->store, by, what));
	if (t->device)
		return OK;
	TRY(store_attempt_failed(c->cx, c->store, ATTEMPT_NAME, t->name));
	return store_attempt_failed(c->cx, c->store, ATTEMPT_ADDRESS, t->network);
}

enum err throttle_check(
	const struct call *c, const struct throttle *throttle, const char *password_or_null)
{
	bool is_right;

	TRY(hashing_check(c, throttle->user ? throttle->user->password_hash : NULL,
		password_or_null ? password_or_null : "", &is_right));
	is_right = is_right && throttle->user;
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(c->cx, c->store, count(c, throttle, is_right)));
	if (is_right)
		return OK;
	/* Never log the name: people type their password there, too. */
	log_warning("wrong password address=%s", log_quote(c->cx->arena, throttle->network));
	return err_note(c->cx, ERR_INPUT, "The name or the password is wrong.");
}
