/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/outfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
}

static enum err already_there(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_CONFLICT, "%s exists already; --force replaces it", path);
}

static bool is_there(const struct outfile *f)
{
	struct stat what;

	return fstatat(f->folder, f->name, &what, AT_SYMLINK_NOFOLLOW) == 0;
}

static enum err open_folder(struct cx *cx, struct outfile *out)
{
	const char *slash = strrchr(out->path, '/');
	const char *folder = !slash               ? "."
			     : slash == out->path ? "/"
						  : arena_strndup(cx->arena, out->path,
							    (size_t)(slash - out->path));

	out->name = slash ? slash + 1 : out->path;
	out->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return out->folder < 0 ? fail(cx, out->path) : OK;
}

static enum err open_draft(struct cx *cx, struct outfile *out)
{
	int fd;

	/* Fail early; put_in_place() checks again without a race. */
	if (out->meeting == MEETING_KEEPS && is_there(out))
		return already_there(cx, out->path);
	fd = openat(out->folder, out->draft_name,
		O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(cx, out->draft);
	out->file = fdopen(fd, "w");
	if (out->file)
		return OK;
	close(fd);
	unlinkat(out->folder, out->draft_name, 0);
	return err_note(cx, ERR_INTERNAL, "no memory");
}

static void drop(void *outfile)
{
	struct outfile *f = outfile;

	if (f->file) {
		fclose(f->file);
		unlinkat(f->folder, f->draft_name, 0);
	}
	close(f->folder);
}

enum err outfile_begin(struct cx *cx, const char *path, enum meeting meeting, struct outfile *out)
{
	enum err err;

	*out = (struct outfile){ .path = path, .meeting = meeting };
	TRY(open_folder(cx, out));
	arena_hold(cx->arena, &out->held, drop, out);
	out->draft = arena_printf(cx->arena, "%s.part-%ld", path, (long)getpid());
	out->draft_name = out->draft + (out->name - path);
	err = open_draft(cx, out);
	if (err != OK) {
		arena_let_go(cx->arena, &out->held);
		drop(out);
	}
	return err;
}

enum err outfile_check(struct cx *cx, const struct outfile *f)
{
	struct stat open_one, named;

	if (fstat(fileno(f->file), &open_one) == 0 &&
		fstatat(f->folder, f->draft_name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
		open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino)
		return OK;
	return err_note(cx, ERR_STORE, "%s was replaced while it was being written", f->draft);
}

/* Makes a new or renamed entry durable. */
static enum err sync_folder(struct cx *cx, const struct outfile *f)
{
	/* Some network file systems cannot sync a folder (EINVAL). */
	return fsync(f->folder) != 0 && errno != EINVAL ? fail(cx, f->path) : OK;
}

/* link() never replaces a file; without hard links, check and rename. */
static enum err put_in_place(struct cx *cx, const struct outfile *f)
{
	int at = f->folder;

	if (f->meeting == MEETING_REPLACES)
		return renameat(at, f->draft_name, at, f->name) == 0 ? OK : fail(cx, f->path);
	if (linkat(at, f->draft_name, at, f->name, 0) == 0)
		return unlinkat(at, f->draft_name, 0) == 0 ? OK : fail(cx, f->draft);
	if (errno == EEXIST || is_there(f))
		return already_there(cx, f->path);
	return renameat(at, f->draft_name, at, f->name) == 0 ? OK : fail(cx, f->path);
}

/* Flushes the draft to disk and closes it. */
static enum err finish_draft(struct cx *cx, struct outfile *f)
{
	enum err err = OK;

	if (fflush(f->file) != 0 || fsync(fileno(f->file)) != 0)
		err = fail(cx, f->path);
	if (fclose(f->file) != 0 && err == OK)
		err = fail(cx, f->path);
	f->file = NULL;
	return err;
}

static enum err finish_and_place(struct cx *cx, struct outfile *f)
{
	TRY(finish_draft(cx, f));
	return put_in_place(cx, f);
}

static enum err keep(struct cx *cx, struct outfile *f)
{
	enum err err = finish_and_place(cx, f);

	if (err != OK) {
		unlinkat(f->folder, f->draft_name, 0);
		return err;
	}
	return sync_folder(cx, f);
}

enum err outfile_end(struct cx *cx, struct outfile *f, enum err err)
{
	arena_let_go(cx->arena, &f->held);
	if (err != OK) {
		drop(f);
		return err;
	}
	err = keep(cx, f);
	drop(f);
	return err;
}
