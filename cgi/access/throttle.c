/* SPDX-License-Identifier: MIT */
/* throttle.c -- counting wrong passwords by name and by address. */
#include "cgi/access/throttle.h"

#include <arpa/inet.h>

#include "shared/base/log.h"
#include "shared/base/utf8.h"
#include "shared/crypto/password.h"
#include "shared/store/session.h"

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

/* An IPv6 host controls its whole /64, so count per /64. */
static const char *counted_address(struct cx *cx, const char *remote)
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

static enum err wait_of_name(const struct call *c, const struct throttle *throttle, int64_t *until)
{
	bool is_known = false;

	if (throttle->user)
		TRY(store_session_is_from(
			c->cx, c->app->reader, throttle->user->id, c->req->remote, &is_known));
	if (is_known)
		return OK;
	return store_attempt_wait(c->cx, c->app->reader, ATTEMPT_NAME, throttle->name, until);
}

enum err throttle_begin(const struct call *c, const char *name, struct throttle *out)
{
	int64_t by_name = 0, by_address = 0, until;

	*out = (struct throttle){
		.name = counted_name(c->cx, name),
		.address = counted_address(c->cx, c->req->remote),
	};
	TRY(store_user_find(c->cx, c->app->reader, name, &out->user));
	TRY(wait_of_name(c, out, &by_name));
	TRY(store_attempt_wait(c->cx, c->app->reader, ATTEMPT_ADDRESS, out->address, &by_address));
	until = by_name > by_address ? by_name : by_address;
	if (until == 0)
		return OK;
	c->res->retry_after = (until - c->cx->now_ms + 999) / 1000;
	return err_note(c->cx, ERR_TOO_MANY,
		"Too many wrong passwords. Try again in %" PRId64 " second%s.", c->res->retry_after,
		c->res->retry_after == 1 ? "" : "s");
}

static enum err count(const struct call *c, const struct throttle *throttle, bool is_right)
{
	if (is_right)
		return store_attempt_forget(c->cx, c->store, ATTEMPT_NAME, throttle->name);
	TRY(store_attempt_failed(c->cx, c->store, ATTEMPT_NAME, throttle->name));
	return store_attempt_failed(c->cx, c->store, ATTEMPT_ADDRESS, throttle->address);
}

enum err throttle_check(
	const struct call *c, const struct throttle *throttle, const char *password_or_null)
{
	const char *password = password_or_null ? password_or_null : "";
	bool is_right;

	if (strlen(password) > PASSWORD_MAX)
		password = "";
	is_right =
		password_verify(throttle->user ? throttle->user->password_hash : NULL, password) &&
		throttle->user;
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(c->cx, c->store, count(c, throttle, is_right)));
	if (is_right)
		return OK;
	/* Never log the name: people type their password there, too. */
	log_warning("wrong password address=%s", log_quote(c->cx->arena, throttle->address));
	return err_note(c->cx, ERR_INPUT, "The name or the password is wrong.");
}
