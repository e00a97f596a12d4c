/* SPDX-License-Identifier: MIT */
/* acting.c -- effective user, group and groups; the real ones stay root's. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "shared/base/acting.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GROUPS_MAX = 64 };

/* No part of POSIX, so <grp.h> hides it here. */
int setgroups(size_t count, const gid_t *list);

/* A process has one set of rights, so there is one of these. */
static struct acting {
	bool is_on;
	uid_t uid;
	gid_t gid, own_gid;
	int own_count;
	gid_t own_groups[GROUPS_MAX];
} acting;

/* SQLite follows a link to the database and works beside the file itself. */
static const char *real_path(struct cx *cx, const char *file)
{
	char path[PATH_MAX];

	return realpath(file, path) ? arena_strdup(cx->arena, path) : file;
}

static const char *folder_of(struct cx *cx, const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? arena_strndup(cx->arena, file, (size_t)(slash - file + 1)) : ".";
}

/*
 * Who could swap names in the folder of that file; root if nobody else, or if
 * there is no such folder.
 */
static struct stat find_owner(struct cx *cx, const char *file)
{
	const char *path = real_path(cx, file);
	struct stat owner = { 0 }, what;

	if (stat(folder_of(cx, path), &owner) != 0)
		return (struct stat){ 0 };
	if (owner.st_uid == 0 && (owner.st_mode & (S_IWGRP | S_IWOTH)) && lstat(path, &what) == 0)
		return what;
	return owner;
}

static bool become_other(void)
{
	return setgroups(1, &acting.gid) == 0 && setegid(acting.gid) == 0 &&
	       seteuid(acting.uid) == 0;
}

enum err acting_begin(struct cx *cx, const char *file)
{
	struct stat owner = find_owner(cx, file);

	if (geteuid() != 0 || owner.st_uid == 0)
		return OK;
	acting.uid = owner.st_uid;
	acting.gid = owner.st_gid;
	acting.own_gid = getegid();
	acting.own_count = getgroups(GROUPS_MAX, acting.own_groups);
	acting.is_on = acting.own_count >= 0;
	if (acting.is_on && become_other())
		return OK;
	return err_note(
		cx, ERR_INTERNAL, "cannot act as the owner of %s: %s", file, strerror(errno));
}

bool acting_is_needed(struct cx *cx, const char *file)
{
	return geteuid() == 0 && find_owner(cx, file).st_uid != 0;
}

/* To go on with the wrong rights would be worse than to stop. */
void acting_pause(void)
{
	bool is_done = !acting.is_on ||
		       (seteuid(0) == 0 && setegid(acting.own_gid) == 0 &&
			       setgroups((size_t)acting.own_count, acting.own_groups) == 0);

	ASSERT(is_done);
}

void acting_resume(void)
{
	bool is_done = !acting.is_on || become_other();

	ASSERT(is_done);
}

void acting_end(void)
{
	acting_pause();
	acting.is_on = false;
}
