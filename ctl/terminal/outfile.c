/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/outfile.h"

#include <fcntl.h>
#include <unistd.h>

static enum err fail(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
}

static enum err already_there(struct cx *cx, const char *path)
{
	return err_note(cx, ERR_CONFLICT, "%s exists already; --force replaces it", path);
}

static void drop(void *outfile)
{
	struct outfile *f = outfile;

	if (!f->file)
		return;
	fclose(f->file);
	f->file = NULL;
	unlink(f->draft);
}

enum err outfile_begin(struct cx *cx, const char *path, enum meeting meeting, struct outfile *out)
{
	int fd;

	*out = (struct outfile){ .path = path, .meeting = meeting };
	/* Fail early; put_in_place() checks again without a race. */
	if (meeting == MEETING_KEEPS && access(path, F_OK) == 0)
		return already_there(cx, path);
	out->draft = arena_printf(cx->arena, "%s.part-%ld", path, (long)getpid());
	fd = open(out->draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(cx, out->draft);
	out->file = fdopen(fd, "w");
	if (out->file) {
		arena_hold(cx->arena, &out->held, drop, out);
		return OK;
	}
	close(fd);
	unlink(out->draft);
	return err_note(cx, ERR_INTERNAL, "no memory");
}

/* Makes a new or renamed entry durable. */
static enum err sync_folder(struct cx *cx, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = !slash ? "."
			     : slash == path
				     ? "/"
				     : arena_strndup(cx->arena, path, (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_CLOEXEC);
	enum err err = OK;

	/* Some network file systems cannot sync a folder (EINVAL). */
	if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
		err = fail(cx, folder);
	if (fd >= 0)
		close(fd);
	return err;
}

/* link() never replaces a file; without hard links, check and rename. */
static enum err put_in_place(struct cx *cx, const struct outfile *f)
{
	if (f->meeting == MEETING_REPLACES)
		return rename(f->draft, f->path) == 0 ? OK : fail(cx, f->path);
	if (link(f->draft, f->path) == 0)
		return unlink(f->draft) == 0 ? OK : fail(cx, f->draft);
	if (errno == EEXIST || access(f->path, F_OK) == 0)
		return already_there(cx, f->path);
	return rename(f->draft, f->path) == 0 ? OK : fail(cx, f->path);
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
		unlink(f->draft);
		return err;
	}
	return sync_folder(cx, f->path);
}

enum err outfile_end(struct cx *cx, struct outfile *f, enum err err)
{
	arena_let_go(cx->arena, &f->held);
	if (err != OK) {
		drop(f);
		return err;
	}
	return keep(cx, f);
}
