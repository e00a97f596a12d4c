/* SPDX-License-Identifier: MIT */
/* request.c -- one request, read from its connection. */
#include "cgi/http/request.h"

#include "cgi/http/conn.h"
#include "shared/base/parse.h"
#include "shared/providers/sink.h"

enum { SKIP_MAX = 8 * BODY_MAX };

/* As fastcgi_ryot.conf and ryot-locations.conf pass them, in that order. */
enum param {
	PARAM_ID,
	PARAM_REMOTE,
	PARAM_METHOD,
	PARAM_URI,
	PARAM_LENGTH,
	PARAM_TYPE,
	PARAM_ENCODING,
	PARAM_AUTHORIZATION,
	PARAM_USER_AGENT,
	PARAM_IDEMPOTENCY_KEY,
	PARAM_COOKIE,
	PARAM_FETCH_SITE,
	PARAM_HTTPS,
	PARAM_FORWARDED_PROTO,
	PARAM_REFUSED,
	PARAM__COUNT,
};

static const char *const param_names[PARAM__COUNT] = {
	[PARAM_ID] = "REQUEST_ID",
	[PARAM_REMOTE] = "REMOTE_ADDR",
	[PARAM_METHOD] = "REQUEST_METHOD",
	[PARAM_URI] = "REQUEST_URI",
	[PARAM_LENGTH] = "CONTENT_LENGTH",
	[PARAM_TYPE] = "CONTENT_TYPE",
	[PARAM_ENCODING] = "HTTP_CONTENT_ENCODING",
	[PARAM_AUTHORIZATION] = "HTTP_AUTHORIZATION",
	[PARAM_USER_AGENT] = "HTTP_USER_AGENT",
	[PARAM_IDEMPOTENCY_KEY] = "HTTP_IDEMPOTENCY_KEY",
	[PARAM_COOKIE] = "HTTP_COOKIE",
	[PARAM_FETCH_SITE] = "HTTP_SEC_FETCH_SITE",
	[PARAM_HTTPS] = "HTTPS",
	[PARAM_FORWARDED_PROTO] = "HTTP_X_FORWARDED_PROTO",
	[PARAM_REFUSED] = "RYOT_REFUSED",
};

/* The text after "NAME=", or NULL. */
static const char *value_of(const char *pair, const char *name)
{
	while (*name && *pair == *name) {
		pair++;
		name++;
	}
	return *name == '\0' && *pair == '=' ? pair + 1 : NULL;
}

/*
 * A single pass over all parameters; "" for those that are absent. The next
 * name that is passed is most likely the next of the list.
 */
static void read_params(char *const *envp, const char *values[PARAM__COUNT])
{
	size_t at = 0;

	for (size_t i = 0; i < PARAM__COUNT; i++)
		values[i] = "";
	for (; *envp; envp++)
		for (size_t i = 0; i < PARAM__COUNT; i++) {
			const char *value = value_of(*envp, param_names[at]);
			size_t found = at;

			at = at + 1 < PARAM__COUNT ? at + 1 : 0;
			if (value) {
				values[found] = value;
				break;
			}
		}
}

/* The id is logged, so accept only the form that nginx generates. */
static const char *request_id(const char *id)
{
	return strspn(id, "0123456789abcdef") == 32 && !id[32] ? id : "-";
}

static const char *path_of(struct cx *cx, const char *uri)
{
	return arena_strndup(cx->arena, uri, strcspn(uri, "?#"));
}

/*
 * Reads to the end of the input, not just to the declared length: otherwise
 * the next request on this connection would begin in the middle of this one.
 */
static void take_body(struct cx *cx, struct conn *c, struct req *out)
{
	char *body = arena_raw(cx->arena, out->declared + 1);
	char excess;

	out->length = conn_read(c, body, out->declared);
	out->body = body;
	body[out->length] = '\0';
	if (conn_read(c, &excess, 1) > 0)
		conn_give_up(c); /* the body is longer than declared */
}

/*
 * A peer that is still writing would not read our answer. And once the body is
 * read, the connection stays usable: nginx would send its next request on one
 * that we are about to close.
 */
static void skip_body(struct conn *c)
{
	char waste[4096];
	size_t skipped = 0;

	while (conn_read(c, waste, sizeof(waste)) == sizeof(waste)) {
		skipped += sizeof(waste);
		if (skipped >= SKIP_MAX) {
			conn_give_up(c);
			return;
		}
	}
}

/*
 * A proxy in front of nginx may say so; a lie weakens only the liar's own
 * cookie.
 */
static bool is_tls(const char *const values[PARAM__COUNT])
{
	return strcmp(values[PARAM_HTTPS], "on") == 0 ||
	       strcmp(values[PARAM_FORWARDED_PROTO], "https") == 0;
}

/*
 * A malformed length counts as 0; anything above INT32_MAX exceeds every cap
 * anyway.
 */
static size_t length_of(const char *text)
{
	int64_t length = 0;

	if (!parse_i64(text, 0, INT64_MAX, &length))
		return 0;
	return length < INT32_MAX ? (size_t)length : INT32_MAX;
}

void req_read_again(struct cx *cx, const struct conn *c, struct req *out)
{
	const char *values[PARAM__COUNT], *query;

	read_params(conn_params(c), values);
	query = strchr(values[PARAM_URI], '?');
	*out = (struct req){
		.method = values[PARAM_METHOD],
		.path = path_of(cx, values[PARAM_URI]),
		.query = query ? query + 1 : "",
		.authorization = values[PARAM_AUTHORIZATION],
		.content_encoding = values[PARAM_ENCODING],
		.content_type = values[PARAM_TYPE],
		.idempotency_key = values[PARAM_IDEMPOTENCY_KEY],
		.cookie = values[PARAM_COOKIE],
		.fetch_site = values[PARAM_FETCH_SITE],
		.user_agent = values[PARAM_USER_AGENT],
		.id = request_id(values[PARAM_ID]),
		.remote = values[PARAM_REMOTE],
		.is_tls = is_tls(values),
		.is_refused = *values[PARAM_REFUSED] != '\0',
		.body = "",
		.declared = length_of(values[PARAM_LENGTH]),
	};
}

bool req_read_head(struct cx *cx, struct conn *c, struct req *out)
{
	if (!conn_begin(c))
		return false;
	req_read_again(cx, c, out);
	return true;
}

void req_read_body(struct cx *cx, struct conn *c, size_t max, struct req *req)
{
	req->is_too_large = req->declared > max;
	if (req->is_too_large)
		skip_body(c);
	else
		take_body(cx, c, req);
	conn_is_read(c);
}
