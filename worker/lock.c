/* SPDX-License-Identifier: MIT */
#include "worker/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "shared/db/file.h"

/* Room for more kinds of tasks than there are. */
enum { KINDS = 8 };
_Static_assert((int)TASK__COUNT <= (int)KINDS, "a byte for each");

enum err lock_open(struct cx *cx, const char *database, int *fd)
{
	const char *path = arena_printf(cx->arena, "%s.yank.lock", database);
	int why;

	*fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	why = *fd < 0 ? errno : 0;
	if (why == EACCES && store_is_closed_to_us(cx, database))
		return ERR_CONF;
	if (why)
		return err_note(
			cx, why == EACCES ? ERR_CONF : ERR_STORE, "%s: %s", path, strerror(why));
	return OK;
}

static struct flock byte_of(enum task_what what, int64_t id, short type)
{
	return (struct flock){ .l_type = type,
		.l_whence = SEEK_SET,
		.l_start = (off_t)(id * KINDS + (int64_t)what),
		.l_len = 1 };
}

static bool is_taken(int why)
{
	return why == EACCES || why == EAGAIN || why == EINTR;
}

enum err lock_take(struct cx *cx, int fd, enum task_what what, int64_t id, bool *is_ours)
{
	struct flock byte = byte_of(what, id, F_WRLCK);

	*is_ours = fcntl(fd, F_SETLK, &byte) == 0;
	if (*is_ours || is_taken(errno))
		return OK;
	return err_note(cx, ERR_STORE, "the lock file: %s", strerror(errno));
}

void lock_drop(int fd, enum task_what what, int64_t id)
{
	struct flock byte = byte_of(what, id, F_UNLCK);

	fcntl(fd, F_SETLK, &byte);
}

/* Empty on purpose: SIGALRM only has to interrupt fcntl(). */
static void wake_up(int signal_number)
{
	(void)signal_number;
}

enum err lock_wait(struct cx *cx, int fd, enum task_what what, int64_t id)
{
	struct sigaction action = { .sa_handler = wake_up };
	struct flock part = byte_of(what, id, F_WRLCK);
	int why;

	if (id == 0)
		part.l_start = part.l_len = 0;
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	alarm(LOCK_WAIT_SECONDS);
	why = fcntl(fd, F_SETLKW, &part) == 0 ? 0 : errno;
	alarm(0);
	if (why != 0 && !is_taken(why))
		return err_note(cx, ERR_STORE, "the lock file: %s", strerror(why));
	part.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &part);
	return OK;
}
