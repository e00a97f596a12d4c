/* SPDX-License-Identifier: MIT */
/* notify.c -- one datagram to systemd's notification socket. */
#include "cgi/engine/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "shared/base/base.h"

void notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = path ? strlen(path) : 0;
	int fd;

	if (length < 2 || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	if (*path == '@') /* an abstract socket */
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Nothing depends on it, so a failure is ignored. */
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		(const struct sockaddr *)(const void *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	close(fd);
}
