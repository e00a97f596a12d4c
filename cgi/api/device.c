/* SPDX-License-Identifier: MIT */
/* device.c -- see device.h. */
#include "cgi/api/device.h"

#include "shared/actions/pairing.h"
#include "shared/base/form.h"
#include "shared/base/lengths.h"
#include "shared/crypto/secret.h"
#include "shared/json/read.h"
#include "shared/json/write.h"

enum { YEAR_SECONDS = 365 * 24 * 60 * 60 };

/* What was sent, as a form or as JSON; unknown members are passed over. */
struct sent {
	struct form form;
	struct json body;
};

static enum err read_sent(const struct call *c, struct sent *out)
{
	const struct req *req = c->req;

	*out = (struct sent){ .form = { .count = 0 } };
	if (req->is_too_large)
		return err_note(
			c->cx, ERR_TOO_LARGE, "This is more than %d KiB.", DEVICE_BODY_MAX >> 10);
	if (req->length == 0)
		return OK;
	if (strncasecmp(req->content_type, "application/x-www-form", 22) == 0 &&
		req->body[0] != '{')
		return form_read_body(c->cx, &out->form, req->content_type, req->body, req->length);
	return json_open(c->cx, req->body, req->length, &out->body);
}

/* Or NULL. */
static const char *value_of(const struct call *c, const struct sent *sent, const char *name)
{
	const char *value = form_text(&sent->form, name);

	if (value)
		return strlen(value) <= DEVICE_VALUE_MAX ? value : NULL;
	return json_loose_key(c->cx, sent->body, name, DEVICE_VALUE_MAX);
}

enum err device_code_post(struct call *c)
{
	const char *page = arena_printf(c->cx->arena, "%s/device", c->app->conf->base_url);
	struct pairing_codes codes;
	struct sent sent;

	TRY(read_sent(c, &sent));
	TRY(pairing_begin(
		c->cx, c->store, value_of(c, &sent, "client_id"), c->req->remote, &codes));
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "device_code", codes.device);
	jput_str(c->out, "user_code", codes.user);
	jput_str(c->out, "verification_uri", page);
	jput_str(c->out, "verification_uri_complete",
		arena_printf(c->cx->arena, "%s?code=%s", page, codes.user));
	jput_str(c->out, "verification_url", page);
	jput_i64(c->out, "expires_in", PAIRING_SECONDS);
	jput_i64(c->out, "interval", PAIRING_INTERVAL);
	jput_close(c->out, '}');
	secret_wipe(&codes, sizeof(codes));
	return OK;
}

static void put_error(const struct call *c, int status, const char *error)
{
	c->res->status = status;
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "error", error);
	jput_close(c->out, '}');
}

/* By how far the device has come: the RFC's error, the other API's status. */
static const struct refusal {
	const char *error;
	int client_status;
} refusals[PAIRING_PROGRESS__COUNT] = {
	[PAIRING_MUST_WAIT] = { "authorization_pending", 400 },
	[PAIRING_IS_TOO_FAST] = { "slow_down", 429 },
	[PAIRING_IS_DENIED] = { "access_denied", 418 },
	[PAIRING_IS_LATE] = { "expired_token", 410 },
	[PAIRING_HAS_IT] = { "invalid_grant", 409 },
	[PAIRING_IS_UNKNOWN] = { "invalid_grant", 404 },
};

/* A token is good until it is revoked; clients insist on a number. */
static void put_token(const struct call *c, const char *token)
{
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "access_token", token);
	jput_str(c->out, "token_type", "bearer");
	jput_i64(c->out, "expires_in", 10 * YEAR_SECONDS);
	jput_str(c->out, "refresh_token", token);
	jput_str(c->out, "scope", "public");
	jput_i64(c->out, "created_at", c->cx->now_ms / 1000);
	jput_close(c->out, '}');
}

static enum err give(const struct call *c, const char *device_code, bool is_client)
{
	enum pairing_progress progress;
	char token[TOKEN_TEXT] = "";

	TRY(pairing_ask(c->cx, c->store, device_code, token, &progress));
	if (progress == PAIRING_GETS_TOKEN)
		put_token(c, token);
	else
		put_error(c, is_client ? refusals[progress].client_status : 400,
			refusals[progress].error);
	secret_wipe(token, sizeof(token));
	return OK;
}

enum err device_token_post(struct call *c)
{
	static const char grant[] = "urn:ietf:params:oauth:grant-type:device_code";
	const char *type, *code;
	struct sent sent;

	TRY(read_sent(c, &sent));
	type = value_of(c, &sent, "grant_type");
	code = value_of(c, &sent, "device_code");
	if (type && strcmp(type, grant) == 0 && code)
		return give(c, code, false);
	put_error(c, 400,
		type && strcmp(type, grant) != 0 ? "unsupported_grant_type" : "invalid_request");
	return OK;
}

enum err device_token_client_post(struct call *c)
{
	struct sent sent;

	TRY(read_sent(c, &sent));
	return give(c, value_of(c, &sent, "code"), true);
}
