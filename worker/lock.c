/* SPDX-License-Identifier: MIT */
#include "worker/lock.h"

#include <fcntl.h>
#include <unistd.h>

enum err lock_take(struct cx *cx, const char *database, int *fd)
{
	const char *path = arena_printf(cx->arena, "%s.yank.lock", database);
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int why;

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
	if (fcntl(*fd, F_SETLK, &whole) == 0)
		return OK;
	why = errno;
	close(*fd);
	*fd = -1;
	if (why == EACCES || why == EAGAIN)
		return OK;
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(why));
}
