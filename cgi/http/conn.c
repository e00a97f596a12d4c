/* SPDX-License-Identifier: MIT */
/* conn.c -- FastCGI connections through libfcgi. */
#include "cgi/http/conn.h"

#include "shared/base/clock.h"

#include <errno.h>
#include <fcgiapp.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	/*
	 * nginx buffers the whole request first, so what we wait for is on its
	 * way.
	 */
	PATIENCE_MS = 2000,
	PATIENCE_BYTES = 1 << 20, /* of an answer that a peer reads in that time */
};

struct conn {
	FCGX_Request fcgx;
	bool is_waiting; /* for an answer */
	bool is_last;    /* close the connection after this request */
	size_t written;  /* since its time began */
};

/*
 * The connection that is being read or written, and when that must end. libfcgi
 * reads and writes where it likes, and a timeout of the socket begins again
 * with every byte; so a signal ends the connection under it. Reads go on after
 * the signal (SA_RESTART), unless it has ended what they wait for. The timer is
 * set when there is none, not for each request: that would cost system calls.
 */
static struct {
	timer_t timer;
	volatile sig_atomic_t fd;  /* -1: none */
	volatile sig_atomic_t how; /* SHUT_RD while it is read: what came is answered */
	volatile sig_atomic_t is_set;
	volatile int64_t ends_ms; /* of the monotonic clock; changes while fd is -1 */
} busy = { .fd = -1 };

static void set_timer(int64_t ms)
{
	struct itimerspec in = { .it_value.tv_sec = (time_t)(ms / 1000),
		.it_value.tv_nsec = (long)(ms % 1000) * 1000000 };

	timer_settime(busy.timer, 0, &in, NULL);
}

/* In a signal handler: only functions that are safe there. */
static void time_is_over(int signal_number)
{
	int kept = errno;
	int64_t left_ms = busy.fd < 0 ? 0 : busy.ends_ms - clock_monotonic_us() / 1000;

	(void)signal_number;
	busy.is_set = left_ms > 0;
	if (busy.is_set)
		set_timer(left_ms);
	else if (busy.fd >= 0)
		shutdown(busy.fd, busy.how);
	errno = kept;
}

static void begin_time(int fd, int how)
{
	busy.fd = -1;
	busy.how = how;
	busy.ends_ms = clock_monotonic_us() / 1000 + PATIENCE_MS;
	busy.fd = fd;
	if (!busy.is_set) {
		busy.is_set = 1;
		set_timer(PATIENCE_MS);
	}
}

static void end_time(void)
{
	busy.fd = -1;
}

static enum err make_timer(struct cx *cx)
{
	struct sigaction action = { .sa_handler = time_is_over, .sa_flags = SA_RESTART };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };

	sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) != 0 ||
		timer_create(CLOCK_MONOTONIC, &event, &busy.timer) != 0)
		return err_note(cx, ERR_INTERNAL, "timer: %s", strerror(errno));
	return OK;
}

enum err conn_open_library(struct cx *cx)
{
	if (FCGX_Init() != 0)
		return err_note(cx, ERR_INTERNAL, "libfcgi does not start");
	TRY(make_timer(cx));
	/* libfcgi installs its own handlers; a write must simply fail. */
	signal(SIGPIPE, SIG_IGN);
	return OK;
}

struct conn *conn_create(int fd)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c || FCGX_InitRequest(&c->fcgx, -1, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
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

int conn_fd(const struct conn *c)
{
	return c->fcgx.ipcFd;
}

bool conn_is_waiting(const struct conn *c)
{
	return c->is_waiting;
}

bool conn_begin(struct conn *c)
{
	begin_time(c->fcgx.ipcFd, SHUT_RD);
	if (FCGX_Accept_r(&c->fcgx) != 0) {
		end_time();
		return false;
	}
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

void conn_is_read(struct conn *c)
{
	end_time();
	c->written = PATIENCE_BYTES; /* the first byte of the answer begins another time */
}

void conn_give_up(struct conn *c)
{
	c->is_last = true;
}

void conn_write(struct conn *c, const char *bytes, size_t length)
{
	if (c->written >= PATIENCE_BYTES) {
		begin_time(c->fcgx.ipcFd, SHUT_RDWR);
		c->written = 0;
	}
	c->written += length;
	FCGX_PutStr(bytes, (int)length, c->fcgx.out);
}

bool conn_end(struct conn *c)
{
	FCGX_Finish_r(&c->fcgx);
	end_time();
	c->is_waiting = false;
	return c->fcgx.ipcFd >= 0 && !c->is_last;
}
