/* SPDX-License-Identifier: MIT */
#include "shared/base/wake.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

bool wake_send(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(path);
	bool is_told;
	int fd;

	if (length == 0 || length >= sizeof(address.sun_path))
		return false;
	memcpy(address.sun_path, path, length);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	/* EAGAIN: so many have woken it already that their queue is full. */
	is_told = connect(fd, (const struct sockaddr *)(const void *)&address, sizeof(address)) ==
			  0 ||
		  errno == EAGAIN;
	close(fd);
	return is_told;
}

bool wake_is_there(const char *path)
{
	struct stat what;

	return *path && stat(path, &what) == 0 && S_ISSOCK(what.st_mode) && access(path, W_OK) == 0;
}

void wake_drain(int fd)
{
	int one;

	while ((one = accept(fd, NULL, NULL)) >= 0)
		close(one);
}
