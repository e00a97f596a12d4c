/* SPDX-License-Identifier: MIT */
#include "shared/store/picture_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/db/query.h"
#include "shared/store/picture.h"

enum { FOLDER_MODE = 0711, FILE_MODE = 0644, FRESH_SECONDS = 60 * 60 };

const char *picture_folder(struct cx *cx, const char *database)
{
	return arena_printf(cx->arena, "%s.art", database);
}

bool picture_is_hash(const char *text)
{
	size_t length = strspn(text, "0123456789abcdef");

	return length == PICTURE_HASH_TEXT - 1 && text[length] == '\0';
}

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
}

/* The web server opens files in it, whatever the mask of this process. */
static enum err open_folder(struct cx *cx, const char *database, int *fd)
{
	const char *path = picture_folder(cx, database);

	if (mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
		return fail(cx, path);
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return fail(cx, path);
	if (fchmod(*fd, FOLDER_MODE) == 0)
		return OK;
	close(*fd);
	return fail(cx, path);
}

static bool write_all(int fd, struct bytes content)
{
	const char *at = content.at;

	for (size_t left = content.length; left > 0;) {
		ssize_t put = write(fd, at, left);

		if (put <= 0)
			return false;
		at += put;
		left -= (size_t)put;
	}
	return fchmod(fd, FILE_MODE) == 0 && fsync(fd) == 0;
}

static bool write_in(int folder, const char *draft, const char *hash, struct bytes content)
{
	int fd = openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool is_well = fd >= 0 && write_all(fd, content);

	if (fd >= 0)
		is_well = close(fd) == 0 && is_well;
	is_well = is_well && renameat(folder, draft, folder, hash) == 0;
	if (!is_well)
		unlinkat(folder, draft, 0);
	return is_well;
}

enum err picture_file_write(
	struct cx *cx, const char *database, const char *hash, struct bytes content)
{
	const char *draft = arena_printf(cx->arena, "%s.%ld", hash, (long)getpid());
	int folder = -1;
	enum err err;

	TRY(open_folder(cx, database, &folder));
	err = write_in(folder, draft, hash, content) ? OK : fail(cx, hash);
	close(folder);
	return err;
}

bool picture_file_is_there(struct cx *cx, const char *database, const char *hash)
{
	struct stat file;
	const char *path = arena_join(cx->arena, picture_folder(cx, database), "/", hash);

	return lstat(path, &file) == 0 && S_ISREG(file.st_mode);
}

/* ---- what is left over ---- */

static STATEMENT(picture_used, "SELECT 1 FROM picture WHERE hash = :hash LIMIT 1");

static enum err is_used(struct cx *cx, struct store *s, const char *name, bool *used)
{
	struct query q = store_query(cx, s, &picture_used);
	int64_t found = 0;

	bind_text(&q, ":hash", name);
	TRY(query_number(&q, &found));
	*used = found != 0;
	return OK;
}

static bool is_fresh(const struct cx *cx, const struct stat *file)
{
	return file->st_mtime > cx->now_ms / 1000 - FRESH_SECONDS;
}

static enum err sweep_one(
	struct cx *cx, struct store *s, int folder, const char *name, struct picture_sweep *out)
{
	struct stat file;
	bool used = false;

	if (fstatat(folder, name, &file, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(file.st_mode))
		return OK;
	TRY(is_used(cx, s, name, &used));
	if (used || is_fresh(cx, &file))
		out->kept++;
	else if (unlinkat(folder, name, 0) == 0)
		out->removed++;
	return OK;
}

enum err picture_sweep(
	struct cx *cx, struct store *s, const char *database, struct picture_sweep *out)
{
	DIR *folder = opendir(picture_folder(cx, database));
	const struct dirent *entry;
	enum err err = OK;

	*out = (struct picture_sweep){ 0 };
	if (!folder)
		return OK; /* there is none yet */
	/* cppcheck-suppress readdirCalled; one thread */
	while (err == OK && (entry = readdir(folder)))
		err = sweep_one(cx, s, dirfd(folder), entry->d_name, out);
	closedir(folder);
	return err;
}
