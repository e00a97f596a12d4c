/* SPDX-License-Identifier: MIT */
/*
 * zip.c -- by minizip, which needs nothing but zlib. libarchive would bring ICU
 * with it, and three megabytes to every process that is linked with it.
 */
#include "shared/files/zip.h"

#include <minizip/unzip.h>
#include <sys/stat.h>

#include "shared/base/utf8.h"

enum { PIECE = 32 << 10, ENCRYPTED = 1, UNIX = 3, RATIO_FROM = 1 << 20 };

/* The archive as minizip sees it: a file with a place. */
struct archive {
	struct cx *cx;
	const struct input *in;
	int64_t at;
	bool failed;
	unzFile zip;
	int64_t out; /* bytes that came out */
	char *piece;
};

/* ---- what minizip reads through ---- */

static void *archive_open(void *archive, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return archive;
}

static uLong archive_read(void *archive, void *stream, void *to, uLong size)
{
	struct archive *a = archive;
	size_t got = 0;

	(void)stream;
	if (a->in->read(a->cx, a->in, a->at, to, size, &got) != OK) {
		a->failed = true;
		return 0;
	}
	a->at += (int64_t)got;
	return (uLong)got;
}

static ZPOS64_T archive_tell(void *archive, void *stream)
{
	(void)stream;
	return (ZPOS64_T)((struct archive *)archive)->at;
}

static long archive_seek(void *archive, void *stream, ZPOS64_T offset, int origin)
{
	struct archive *a = archive;
	int64_t from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? a->at
		       : origin == ZLIB_FILEFUNC_SEEK_END ? a->in->size
							  : 0;

	(void)stream;
	if (offset > (ZPOS64_T)(a->in->size - from))
		return -1;
	a->at = from + (int64_t)offset;
	return 0;
}

static int archive_close(void *archive, void *stream)
{
	(void)archive;
	(void)stream;
	return 0;
}

static int archive_error(void *archive, void *stream)
{
	(void)stream;
	return ((struct archive *)archive)->failed;
}

/* ---- an entry ---- */

static bool is_link(const unz_file_info64 *info)
{
	return info->version >> 8 == UNIX && S_ISLNK(info->external_fa >> 16);
}

/* What the name says is shown to people, so it is a line of text. */
static bool is_wanted(const unz_file_info64 *info, const char *name)
{
	return info->size_filename < ZIP_NAME_MAX && *name && utf8_is_text(name, strlen(name)) &&
	       utf8_is_line(name) && name[strlen(name) - 1] != '/' && !is_link(info) &&
	       !(info->flag & ENCRYPTED);
}

static enum err check_size(struct archive *a, const char *name)
{
	if (a->out > ZIP_BYTES_MAX)
		return err_note(a->cx, ERR_INPUT, "%s: more than %d MiB come out of this archive",
			name, ZIP_BYTES_MAX >> 20);
	if (a->out > RATIO_FROM && a->out / ZIP_RATIO_MAX > a->in->size)
		return err_note(a->cx, ERR_INPUT,
			"%s: more than %d times the size of this archive comes out of it", name,
			ZIP_RATIO_MAX);
	return OK;
}

static enum err unpack(
	struct archive *a, const struct zip_reader *reader, const char *name, const char **flaw)
{
	int got;

	while ((got = unzReadCurrentFile(a->zip, a->piece, PIECE)) > 0) {
		a->out += got;
		TRY(check_size(a, name));
		TRY(reader->feed(a->cx, reader->arg, a->piece, (size_t)got));
	}
	if (got < 0)
		*flaw = "its compressed data is damaged, so it ends there";
	return OK;
}

static enum err read_wanted(struct archive *a, const struct zip_reader *reader, const char *name)
{
	const char *flaw = NULL;
	enum err err = OK;

	if (unzOpenCurrentFile(a->zip) != UNZ_OK)
		return reader->end(a->cx, reader->arg, "it cannot be unpacked");
	err = unpack(a, reader, name, &flaw);
	if (unzCloseCurrentFile(a->zip) == UNZ_CRCERROR && !flaw)
		flaw = "its checksum is wrong: it was damaged";
	TRY(err);
	return reader->end(a->cx, reader->arg, flaw);
}

static enum err read_entry(struct archive *a, const struct zip_reader *reader)
{
	char name[ZIP_NAME_MAX + 1] = "";
	unz_file_info64 info;
	bool wanted = false;

	if (unzGetCurrentFileInfo64(a->zip, &info, name, ZIP_NAME_MAX, NULL, 0, NULL, 0) != UNZ_OK)
		return err_note(a->cx, ERR_INPUT, "the directory of this archive is damaged");
	if (!is_wanted(&info, name))
		return OK;
	TRY(reader->begin(a->cx, reader->arg, name, &wanted));
	return wanted ? read_wanted(a, reader, name) : OK;
}

static enum err read_entries(struct archive *a, const struct zip_reader *reader)
{
	int found = unzGoToFirstFile(a->zip);

	for (int i = 0; found == UNZ_OK; i++) {
		if (i == ZIP_ENTRIES_MAX)
			return err_note(a->cx, ERR_INPUT,
				"this archive has more than %d files; the others were left out",
				ZIP_ENTRIES_MAX);
		TRY(read_entry(a, reader));
		found = unzGoToNextFile(a->zip);
	}
	if (found != UNZ_END_OF_LIST_OF_FILE)
		return err_note(a->cx, ERR_INPUT, "the directory of this archive is damaged");
	return OK;
}

/* ---- the archive ---- */

static void release(void *archive)
{
	unzClose(((struct archive *)archive)->zip);
}

bool zip_is(const void *bytes, size_t length)
{
	return length >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0);
}

enum err zip_read(struct cx *cx, const struct input *in, const struct zip_reader *reader)
{
	struct archive *a = arena_alloc(cx->arena, sizeof(*a));
	zlib_filefunc64_def functions = { archive_open, archive_read, NULL, archive_tell,
		archive_seek, archive_close, archive_error, a };
	struct arena_held held;
	enum err err;

	a->cx = cx;
	a->in = in;
	a->piece = arena_raw(cx->arena, PIECE);
	a->zip = unzOpen2_64("", &functions);
	if (!a->zip)
		return err_note(cx, ERR_INPUT, "this zip archive is damaged or was cut");
	arena_hold(cx->arena, &held, release, a);
	err = read_entries(a, reader);
	arena_let_go(cx->arena, &held);
	release(a);
	return err;
}
