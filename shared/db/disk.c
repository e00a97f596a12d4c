/* SPDX-License-Identifier: MIT */
#include "shared/db/disk.h"

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Behind the bytes that SQLite locks; see LOCK_FIRST in file.c. */
enum { LOCK_BYTE = 0x40000000 + 512 };

static const struct {
	uint32_t type; /* f_type, see statfs(2) */
	const char *name;
} networks[] = {
	{ 0x6969, "NFS" }, { 0xff534d42, "CIFS" }, { 0xfe534d42, "CIFS" }, /* SMB 2 and newer */
	{ 0x517b, "CIFS" },                                                /* SMB of old kernels */
};

static bool find_type(struct cx *cx, const char *path, uint32_t *type)
{
	const char *slash = strrchr(path, '/');
	const char *folder =
		slash ? arena_strndup(cx->arena, path, (size_t)(slash - path + 1)) : ".";
	struct statfs fs;

	if (statfs(path, &fs) != 0 && statfs(folder, &fs) != 0)
		return false;
	*type = (uint32_t)fs.f_type;
	return true;
}

const char *disk_network(struct cx *cx, const char *path)
{
	uint32_t type;

	if (!find_type(cx, path, &type))
		return NULL;
	for (size_t i = 0; i < NELEM(networks); i++)
		if (networks[i].type == type)
			return networks[i].name;
	return NULL;
}

/* As strerror says it; NULL if it can be locked, or not even opened. */
static const char *lock_trouble(struct cx *cx, const char *path)
{
	struct flock lock = {
		.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *why = NULL;

	if (fd < 0)
		return NULL;
	if (fcntl(fd, F_SETLK, &lock) != 0 && errno != EACCES && errno != EAGAIN)
		why = arena_strdup(cx->arena, strerror(errno));
	close(fd);
	return why;
}

bool disk_lacks_locks(struct cx *cx, const char *path)
{
	const char *why = lock_trouble(cx, path);
	const char *network = disk_network(cx, path);

	if (!why)
		return false;
	(void)!err_note(cx, ERR_STORE,
		"%s: its disk%s%s%s does not lock files (%s), which SQLite needs; "
		"move the database to a local disk",
		path, network ? " (" : "", network ? network : "", network ? ")" : "", why);
	return true;
}
