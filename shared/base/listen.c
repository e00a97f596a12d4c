/* SPDX-License-Identifier: MIT */
/* listen.c -- the socket that nginx, or who wakes the worker, connects to. */
#include "shared/base/listen.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "shared/base/parse.h"

enum { BACKLOG = 4096, SYSTEMD_FIRST_FD = 3 };

static bool is_listening(int fd)
{
	int yes = 0;
	socklen_t size = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes;
}

/* A short sd_listen_fds(3): are the variables meant for this process? */
bool listen_is_passed(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	int64_t number;

	return pid && count && parse_i64(pid, 1, INT_MAX, &number) && number == getpid() &&
	       parse_i64(count, 1, 1, &number) && is_listening(SYSTEMD_FIRST_FD);
}

static enum err take_handed(struct cx *cx, int *fd)
{
	if (listen_is_passed())
		*fd = SYSTEMD_FIRST_FD;
	else if (is_listening(STDIN_FILENO))
		*fd = STDIN_FILENO;
	else
		return err_note(cx, ERR_CONF, "no socket was handed over; name one with --socket");
	return OK;
}

/* Does another process accept connections there? */
static bool is_alive(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool alive = fd >= 0 && connect(fd, (const struct sockaddr *)(const void *)address,
					sizeof(*address)) == 0;

	if (fd >= 0)
		close(fd);
	return alive;
}

/* Removes a dead process's socket, and nothing that is not a socket. */
static enum err remove_stale(struct cx *cx, const struct sockaddr_un *address)
{
	struct stat what;

	if (lstat(address->sun_path, &what) != 0)
		return OK;
	if (!S_ISSOCK(what.st_mode))
		return err_note(
			cx, ERR_CONFLICT, "%s exists and is not a socket", address->sun_path);
	if (is_alive(address))
		return err_note(cx, ERR_CONFLICT, "another process serves %s", address->sun_path);
	unlink(address->sun_path);
	return OK;
}

/* The mode comes with the name, so that nothing is done to it by name later. */
static int bind_for_group(int fd, const struct sockaddr_un *address)
{
	mode_t before = umask(0117); /* 0660 */
	int result = bind(fd, (const struct sockaddr *)(const void *)address, sizeof(*address));

	umask(before);
	return result;
}

static enum err make(struct cx *cx, const char *path, int *fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	enum err err = OK;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_note(cx, ERR_CONF, "%s: a socket's path has at most %zu bytes", path,
			sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path) + 1);
	TRY(remove_stale(cx, &address));
	*fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (*fd < 0 || bind_for_group(*fd, &address) != 0 || listen(*fd, BACKLOG) != 0) {
		err = err_note(cx, ERR_CONF, "%s: %s", path, strerror(errno));
		if (*fd >= 0)
			close(*fd);
	}
	return err;
}

enum err listen_open(struct cx *cx, const char *path, int *fd)
{
	TRY(*path ? make(cx, path, fd) : take_handed(cx, fd));
	if (fcntl(*fd, F_SETFL, O_NONBLOCK) != 0 || fcntl(*fd, F_SETFD, FD_CLOEXEC) != 0)
		return err_note(cx, ERR_INTERNAL, "socket: %s", strerror(errno));
	return OK;
}

void listen_close(const char *path, int fd)
{
	close(fd);
	if (*path)
		unlink(path);
}
