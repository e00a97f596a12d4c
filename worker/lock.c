/* SPDX-License-Identifier: MIT */
#include "worker/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "shared/db/file.h"

static enum err take(struct cx *cx, const char *database, int how, int *fd)
{
	const char *path = arena_printf(cx->arena, "%s.yank.lock", database);
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int why;

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	why = *fd < 0 ? errno : 0;
	if (why == EACCES && store_is_closed_to_us(cx, database))
		return ERR_CONF;
	if (why)
		return err_note(
			cx, why == EACCES ? ERR_CONF : ERR_STORE, "%s: %s", path, strerror(why));
	if (fcntl(*fd, how, &whole) == 0)
		return OK;
	why = errno;
	close(*fd);
	*fd = -1;
	if (why == EACCES || why == EAGAIN || why == EINTR)
		return OK;
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(why));
}

enum err lock_take(struct cx *cx, const char *database, int *fd)
{
	return take(cx, database, F_SETLK, fd);
}

/* Empty on purpose: SIGALRM only has to interrupt fcntl(). */
static void wake_up(int signal_number)
{
	(void)signal_number;
}

enum err lock_wait(struct cx *cx, const char *database, int *fd)
{
	struct sigaction action = { .sa_handler = wake_up };
	enum err err;

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	alarm(LOCK_WAIT_SECONDS);
	err = take(cx, database, F_SETLKW, fd);
	alarm(0);
	return err;
}
