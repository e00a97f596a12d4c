/* SPDX-License-Identifier: MIT */
/* request.c -- see request.h. */
#include "cgi/request.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cgi/conn.h"
#include "cgi/sinks/sink.h"
#include "shared/parse.h"

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

	if (!c ||
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit,
			sizeof(limit)) != 0 ||
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit,
			sizeof(limit)) != 0 ||
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

static const char *param(struct conn *c, const char *name)
{
	const char *value = FCGX_GetParam(name, c->fcgx.envp);

	return value ? value : "";
}

/* It stands in our log, so nothing but what nginx makes up is taken. */
static const char *request_id(struct conn *c)
{
	const char *id = param(c, "REQUEST_ID");

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
	char *body = arena_alloc(cx->arena, out->declared + 1);
	int got = FCGX_GetStr(body, (int)out->declared, c->fcgx.in);

	out->body = body;
	out->length = got > 0 ? (size_t)got : 0;
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

	while (FCGX_GetStr(waste, sizeof(waste), c->fcgx.in) ==
		(int)sizeof(waste)) {
		skipped += sizeof(waste);
		if (skipped >= SKIP_MAX) {
			c->is_last = true;
			return;
		}
	}
}

/* A proxy before nginx tells; a lie here harms only the liar's own cookie. */
static bool is_tls(struct conn *c)
{
	return strcmp(param(c, "HTTPS"), "on") == 0 ||
	       strcmp(param(c, "HTTP_X_FORWARDED_PROTO"), "https") == 0;
}

bool conn_read_head(struct cx *cx, struct conn *c, struct req *out)
{
	const char *uri, *query;

	if (FCGX_Accept_r(&c->fcgx) != 0)
		return false;
	c->is_waiting = true;
	c->is_last = !c->fcgx.keepConnection; /* as the peer asks */
	c->fcgx.keepConnection = 1;           /* closing is our business */
	uri = param(c, "REQUEST_URI");
	query = strchr(uri, '?');
	*out = (struct req){
		.method = param(c, "REQUEST_METHOD"),
		.path = path_of(cx, uri),
		.query = query ? query + 1 : "",
		.authorization = param(c, "HTTP_AUTHORIZATION"),
		.content_encoding = param(c, "HTTP_CONTENT_ENCODING"),
		.content_type = param(c, "CONTENT_TYPE"),
		.cookie = param(c, "HTTP_COOKIE"),
		.fetch_site = param(c, "HTTP_SEC_FETCH_SITE"),
		.user_agent = param(c, "HTTP_USER_AGENT"),
		.id = request_id(c),
		.remote = param(c, "REMOTE_ADDR"),
		.is_tls = is_tls(c),
		.body = "",
	};
	return true;
}

void conn_read_body(struct cx *cx, struct conn *c, size_t max, struct req *req)
{
	int64_t declared = 0;

	if (!parse_i64(param(c, "CONTENT_LENGTH"), 0, INT64_MAX, &declared))
		declared = 0;
	req->is_too_large = declared > (int64_t)max;
	if (req->is_too_large) {
		skip_body(c);
		return;
	}
	req->declared = (size_t)declared;
	take_body(cx, c, req);
}
