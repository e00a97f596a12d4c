/* SPDX-License-Identifier: MIT */
/* request.c -- see request.h. */
#include "cgi/http/request.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cgi/http/conn.h"
#include "shared/base/parse.h"
#include "shared/providers/sink.h"

/*
 * nginx holds the whole request before it turns to us, so what we wait for is
 * already on its way.
 */
enum { TIMEOUT_SECONDS = 2, SKIP_MAX = 8 * BODY_MAX };

enum err conn_open_library(struct cx *cx)
{
	if (FCGX_Init() != 0)
		return err_note(cx, ERR_INTERNAL, "libfcgi does not start");
	/* libfcgi sets handlers of its own; a write must simply fail. */
	signal(SIGPIPE, SIG_IGN);
	return OK;
}

struct conn *conn_create(int fd)
{
	const struct timeval limit = { .tv_sec = TIMEOUT_SECONDS };
	struct conn *c = calloc(1, sizeof(*c));

	if (!c || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0 ||
		FCGX_InitRequest(&c->fcgx, -1, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		free(c);
		close(fd);
		return NULL;
	}
	c->fcgx.ipcFd = fd;
	c->fcgx.keepConnection = 1;
	return c;
}

void conn_destroy(struct conn *c)
{
	if (!c)
		return;
	/* Not left to libfcgi, which waits seconds for the peer to hang up. */
	if (c->fcgx.ipcFd >= 0)
		close(c->fcgx.ipcFd);
	c->fcgx.ipcFd = -1;
	FCGX_Free(&c->fcgx, 0);
	free(c);
}

bool conn_is_waiting(const struct conn *c)
{
	return c->is_waiting;
}

/* What nginx/fastcgi.conf hands over. */
enum param {
	PARAM_METHOD,
	PARAM_URI,
	PARAM_LENGTH,
	PARAM_TYPE,
	PARAM_ENCODING,
	PARAM_AUTHORIZATION,
	PARAM_COOKIE,
	PARAM_FETCH_SITE,
	PARAM_USER_AGENT,
	PARAM_ID,
	PARAM_REMOTE,
	PARAM_HTTPS,
	PARAM_FORWARDED_PROTO,
	PARAM__COUNT,
};

static const char *const param_names[PARAM__COUNT] = {
	[PARAM_METHOD] = "REQUEST_METHOD",
	[PARAM_URI] = "REQUEST_URI",
	[PARAM_LENGTH] = "CONTENT_LENGTH",
	[PARAM_TYPE] = "CONTENT_TYPE",
	[PARAM_ENCODING] = "HTTP_CONTENT_ENCODING",
	[PARAM_AUTHORIZATION] = "HTTP_AUTHORIZATION",
	[PARAM_COOKIE] = "HTTP_COOKIE",
	[PARAM_FETCH_SITE] = "HTTP_SEC_FETCH_SITE",
	[PARAM_USER_AGENT] = "HTTP_USER_AGENT",
	[PARAM_ID] = "REQUEST_ID",
	[PARAM_REMOTE] = "REMOTE_ADDR",
	[PARAM_HTTPS] = "HTTPS",
	[PARAM_FORWARDED_PROTO] = "HTTP_X_FORWARDED_PROTO",
};

/* What stands behind "NAME=", or NULL. */
static const char *value_of(const char *pair, const char *name)
{
	while (*name && *pair == *name) {
		pair++;
		name++;
	}
	return *name == '\0' && *pair == '=' ? pair + 1 : NULL;
}

/* One walk over all; "" for what is absent. */
static void read_params(char *const *envp, const char *values[PARAM__COUNT])
{
	for (size_t i = 0; i < PARAM__COUNT; i++)
		values[i] = "";
	for (; *envp; envp++)
		for (size_t i = 0; i < PARAM__COUNT; i++) {
			const char *value = value_of(*envp, param_names[i]);

			if (value) {
				values[i] = value;
				break;
			}
		}
}

/* It stands in our log, so nothing but what nginx makes up is taken. */
static const char *request_id(const char *id)
{
	return strspn(id, "0123456789abcdef") == 32 && !id[32] ? id : "-";
}

static const char *path_of(struct cx *cx, const char *uri)
{
	size_t length = strcspn(uri, "?#");

	if (length > 1 && uri[length - 1] == '/')
		length--;
	return arena_strndup(cx->arena, uri, length);
}

/*
 * Reads to the end of the input, not just to the declared length: otherwise
 * the next request on this connection would begin in the middle of this one.
 */
static void take_body(struct cx *cx, struct conn *c, struct req *out)
{
	char *body = arena_raw(cx->arena, out->declared + 1);
	int got = FCGX_GetStr(body, (int)out->declared, c->fcgx.in);

	out->length = got > 0 ? (size_t)got : 0;
	out->body = body;
	body[out->length] = '\0';
	if (FCGX_GetChar(c->fcgx.in) != EOF)
		c->is_last = true; /* more than declared: give up */
}

/*
 * A peer that is still writing would not read our answer. Once all of it is
 * read, the connection is as good as before; nginx would send the next request
 * into one that we close.
 */
static void skip_body(struct conn *c)
{
	char waste[4096];
	size_t skipped = 0;

	while (FCGX_GetStr(waste, sizeof(waste), c->fcgx.in) == (int)sizeof(waste)) {
		skipped += sizeof(waste);
		if (skipped >= SKIP_MAX) {
			c->is_last = true;
			return;
		}
	}
}

/* A proxy before nginx tells; a lie here harms only the liar's own cookie. */
static bool is_tls(const char *const values[PARAM__COUNT])
{
	return strcmp(values[PARAM_HTTPS], "on") == 0 ||
	       strcmp(values[PARAM_FORWARDED_PROTO], "https") == 0;
}

/* What is no number is as good as nothing; so much is too much for anybody. */
static size_t length_of(const char *text)
{
	int64_t length = 0;

	if (!parse_i64(text, 0, INT64_MAX, &length))
		return 0;
	return length < INT32_MAX ? (size_t)length : INT32_MAX;
}

bool conn_read_head(struct cx *cx, struct conn *c, struct req *out)
{
	const char *values[PARAM__COUNT], *query;

	if (FCGX_Accept_r(&c->fcgx) != 0)
		return false;
	c->is_waiting = true;
	c->is_last = !c->fcgx.keepConnection; /* as the peer asks */
	c->fcgx.keepConnection = 1;           /* closing is our business */
	read_params(c->fcgx.envp, values);
	query = strchr(values[PARAM_URI], '?');
	*out = (struct req){
		.method = values[PARAM_METHOD],
		.path = path_of(cx, values[PARAM_URI]),
		.query = query ? query + 1 : "",
		.authorization = values[PARAM_AUTHORIZATION],
		.content_encoding = values[PARAM_ENCODING],
		.content_type = values[PARAM_TYPE],
		.cookie = values[PARAM_COOKIE],
		.fetch_site = values[PARAM_FETCH_SITE],
		.user_agent = values[PARAM_USER_AGENT],
		.id = request_id(values[PARAM_ID]),
		.remote = values[PARAM_REMOTE],
		.is_tls = is_tls(values),
		.body = "",
		.declared = length_of(values[PARAM_LENGTH]),
	};
	return true;
}

void conn_read_body(struct cx *cx, struct conn *c, size_t max, struct req *req)
{
	req->is_too_large = req->declared > max;
	if (req->is_too_large)
		skip_body(c);
	else
		take_body(cx, c, req);
}
