/* SPDX-License-Identifier: MIT */
/* conn.c -- FastCGI connections through libfcgi. */
#include "cgi/http/conn.h"

#include <fcgiapp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* nginx buffers the whole request first, so what we wait for is on its way. */
enum { TIMEOUT_SECONDS = 2 };

struct conn {
	FCGX_Request fcgx;
	bool is_waiting; /* for an answer */
	bool is_last;    /* close the connection after this request */
};

enum err conn_open_library(struct cx *cx)
{
	if (FCGX_Init() != 0)
		return err_note(cx, ERR_INTERNAL, "libfcgi does not start");
	/* libfcgi installs its own handlers; a write must simply fail. */
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
	/*
	 * libfcgi would wait seconds for the peer to hang up, so close it here.
	 */
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

bool conn_begin(struct conn *c)
{
	if (FCGX_Accept_r(&c->fcgx) != 0)
		return false;
	c->is_waiting = true;
	c->is_last = !c->fcgx.keepConnection; /* as the peer asks */
	c->fcgx.keepConnection = 1;           /* closing is our business */
	return true;
}

char *const *conn_params(const struct conn *c)
{
	return c->fcgx.envp;
}

size_t conn_read(struct conn *c, char *to, size_t size)
{
	int got = FCGX_GetStr(to, (int)size, c->fcgx.in);

	return got > 0 ? (size_t)got : 0;
}

void conn_give_up(struct conn *c)
{
	c->is_last = true;
}

void conn_write(struct conn *c, const char *bytes, size_t length)
{
	FCGX_PutStr(bytes, (int)length, c->fcgx.out);
}

bool conn_end(struct conn *c)
{
	FCGX_Finish_r(&c->fcgx);
	c->is_waiting = false;
	return c->fcgx.ipcFd >= 0 && !c->is_last;
}
