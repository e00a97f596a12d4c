/* SPDX-License-Identifier: MIT */
/* kosync.c -- see kosync.h. */
#include "cgi/hooks/kosync.h"

#include "cgi/hooks/hook.h"
#include "shared/actions/integration.h"
#include "shared/crypto/token.h"
#include "shared/json/reader.h"
#include "shared/json/write.h"
#include "shared/providers/provider.h"
#include "shared/store/place.h"
#include "shared/store/user.h"
#include "shared/store/work.h"

enum {
	KEY_LENGTH = 32, /* of an MD5 in hexadecimal */
	/* The numbers of the protocol for what went wrong. */
	CODE_UNAUTHORIZED = 2001,
	CODE_INVALID = 2003,
	CODE_NO_REGISTRATION = 2005,
	SECOND_MS = 1000,
};

struct place_told {
	struct reading *reading;
	struct place place;
};

static enum err refuse(const struct call *c, int status, int code, const char *message)
{
	c->res->status = status;
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "code", code);
	jput_str(c->out, "message", message);
	jput_close(c->out, '}');
	return OK;
}

static enum err refuse_key(const struct call *c)
{
	return refuse(c, err_http_status(ERR_AUTH), CODE_UNAUTHORIZED, "Unauthorized");
}

/* nginx passes the header of the protocol as "Kosync <key>". */
static const char *key_of(const struct req *req)
{
	static const char scheme[] = "Kosync ";
	const char *key = req->authorization + sizeof(scheme) - 1;

	if (strncmp(req->authorization, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	return strlen(key) == KEY_LENGTH && strspn(key, "0123456789abcdef") == KEY_LENGTH ? key
											  : NULL;
}

/* *user_id is 0 for a key that may not report. */
static enum err admit(const struct call *c, int64_t *user_id)
{
	const char *key = key_of(c->req);
	unsigned char hash[TOKEN_HASH];
	struct token_use use;

	*user_id = 0;
	if (!key)
		return OK;
	token_hash(key, hash);
	TRY(store_token_use_md5(c->cx, c->app->writer, hash, c->req->remote, &use));
	if (use.scope != SCOPE_READ)
		*user_id = use.user_id;
	return OK;
}

enum err kosync_auth_get(struct call *c)
{
	int64_t user_id;

	TRY(admit(c, &user_id));
	if (user_id == 0)
		return refuse_key(c);
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "authorized", "OK");
	jput_close(c->out, '}');
	return OK;
}

enum err kosync_create_post(struct call *c)
{
	return refuse(c, 402, CODE_NO_REGISTRATION,
		"Nobody registers here. Choose Login, with a token of yours as the password.");
}

enum err kosync_health_get(struct call *c)
{
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "state", "OK");
	jput_close(c->out, '}');
	return OK;
}

/* ---- a place is told ---- */

/* What other devices get of it. Left empty when it cannot be read. */
static void read_place(const struct call *c, struct place *out)
{
	struct reader in = { .cx = c->cx };
	struct json body;

	if (c->req->length == 0 || c->req->is_too_large ||
		json_open(c->cx, c->req->body, c->req->length, &body) != OK)
		return;
	out->document = reader_need_str(&in, body, "document", REPORT_ID_MAX);
	out->progress = json_loose_key(c->cx, body, "progress", REPORT_NAME_MAX);
	out->share = reader_scaled(&in, body, "percentage", SHARE_WHOLE);
	out->device = json_loose_str(c->cx, body, "device", REPORT_WORD_MAX);
	out->device_id = json_loose_str(c->cx, body, "device_id", REPORT_DEVICE_MAX);
	if (in.err != OK)
		out->document = NULL;
}

enum err kosync_read(struct call *c)
{
	struct place_told *told = arena_alloc(c->cx->arena, sizeof(*told));

	told->reading = hook_read_body(c, provider_of_readers->sink);
	read_place(c, &told->place);
	c->work = told;
	return OK;
}

/* A book that has a title since another device told of it needs none. */
static enum err name_by_digest(const struct call *c, int64_t user_id, struct message *m)
{
	const struct report *r = &m->report;
	int64_t work_id = 0;

	if (m->reason != REASON_NO_IDENTIFIER || r->ids.count == 0)
		return OK;
	TRY(store_work_find(c->cx, c->store, user_id, r->kind, &r->ids.list[0], &work_id));
	if (work_id != 0) {
		m->reason = REASON_NONE;
		m->detail = NULL;
	}
	return OK;
}

static enum err keep_place(const struct call *c, int64_t user_id, struct place *place)
{
	if (!place->device)
		place->device = "";
	if (!place->device_id)
		place->device_id = "";
	if (place->progress)
		TRY(store_place_put(c->cx, c->store, user_id, place));
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "document", place->document);
	jput_i64(c->out, "timestamp", c->cx->now_ms / SECOND_MS);
	jput_close(c->out, '}');
	return OK;
}

enum err kosync_take(struct call *c)
{
	const struct place_told *told = c->work;
	struct message *m = told->reading->messages.list[0];
	const struct integration *integration = NULL;
	struct place place = told->place;
	struct verdict verdict;
	int64_t user_id;

	TRY(admit(c, &user_id));
	if (user_id == 0)
		return refuse_key(c);
	TRY(name_by_digest(c, user_id, m));
	TRY(integration_of_reports(
		c->cx, c->store, user_id, provider_of_readers->name, &integration));
	TRY(hook_apply(c, told->reading, integration, &verdict));
	if (reason_outcome(verdict.reason) == OUTCOME_REFUSED || !place.document)
		return refuse(c, err_http_status(ERR_FORBIDDEN), CODE_INVALID, verdict.detail);
	return keep_place(c, user_id, &place);
}

/* ---- a place is asked for ---- */

static void put_place(struct buf *b, const struct place *place)
{
	jput_str(b, "document", place->document);
	jput_fraction(b, "percentage", place->share);
	jput_str(b, "progress", place->progress);
	jput_str(b, "device", place->device);
	jput_str(b, "device_id", place->device_id);
	jput_i64(b, "timestamp", place->at_ms / SECOND_MS);
}

enum err kosync_place_get(struct call *c)
{
	const struct place *place = NULL;
	int64_t user_id;

	TRY(admit(c, &user_id));
	if (user_id == 0)
		return refuse_key(c);
	TRY(store_place_get(c->cx, c->store, user_id, c->params[0], &place));
	jput_open(c->out, NULL, '{');
	if (place)
		put_place(c->out, place);
	jput_close(c->out, '}');
	return OK;
}
