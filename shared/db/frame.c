/* SPDX-License-Identifier: MIT */
#include "shared/db/frame.h"

#include <sqlite3.h>

#include "shared/base/base.h"

enum { HEADER = 24, PAGE_MAX = 65536 }; /* see sqlite.org/fileformat2, "the WAL" */

/* Behind the file of the system, in the memory that SQLite gave for both. */
struct log {
	sqlite3_int64 at; /* of the header that is held back */
	bool is_held;
	unsigned char bytes[HEADER];
};

/* Global because SQLite's list of VFS is, too. */
static struct {
	sqlite3_vfs vfs, *system;
	sqlite3_io_methods of_log;
	const sqlite3_io_methods *of_system;
	unsigned char bytes[HEADER + PAGE_MAX]; /* a frame */
} frame;

static struct log *log_of(sqlite3_file *file)
{
	void *at = (char *)file + frame.system->szOsFile;

	return at;
}

/* Writes what is held back by itself. */
static int let_go(sqlite3_file *file)
{
	struct log *log = log_of(file);

	if (!log->is_held)
		return SQLITE_OK;
	log->is_held = false;
	return frame.of_system->xWrite(file, log->bytes, HEADER, log->at);
}

static int write_frame(sqlite3_file *file, const void *page, int length)
{
	struct log *log = log_of(file);

	log->is_held = false;
	memcpy(frame.bytes, log->bytes, HEADER);
	memcpy(frame.bytes + HEADER, page, (size_t)length);
	return frame.of_system->xWrite(file, frame.bytes, HEADER + length, log->at);
}

static int write_log(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
	struct log *log = log_of(file);
	int code;

	if (log->is_held && at == log->at + HEADER && length <= PAGE_MAX)
		return write_frame(file, bytes, length);
	code = let_go(file);
	if (code != SQLITE_OK)
		return code;
	if (length != HEADER)
		return frame.of_system->xWrite(file, bytes, length, at);
	memcpy(log->bytes, bytes, HEADER);
	log->at = at;
	log->is_held = true;
	return SQLITE_OK;
}

static int read_log(sqlite3_file *file, void *to, int length, sqlite3_int64 at)
{
	int code = let_go(file);

	return code == SQLITE_OK ? frame.of_system->xRead(file, to, length, at) : code;
}

static int truncate_log(sqlite3_file *file, sqlite3_int64 size)
{
	int code = let_go(file);

	return code == SQLITE_OK ? frame.of_system->xTruncate(file, size) : code;
}

static int sync_log(sqlite3_file *file, int flags)
{
	int code = let_go(file);

	return code == SQLITE_OK ? frame.of_system->xSync(file, flags) : code;
}

static int size_log(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = let_go(file);

	return code == SQLITE_OK ? frame.of_system->xFileSize(file, size) : code;
}

static int close_log(sqlite3_file *file)
{
	int code = let_go(file), closed = frame.of_system->xClose(file);

	return code == SQLITE_OK ? closed : code;
}

/* All logs are files of one system, which has one set of methods for them. */
static void make_methods(const sqlite3_io_methods *of_system)
{
	frame.of_system = of_system;
	frame.of_log = *of_system;
	frame.of_log.xClose = close_log;
	frame.of_log.xRead = read_log;
	frame.of_log.xWrite = write_log;
	frame.of_log.xTruncate = truncate_log;
	frame.of_log.xSync = sync_log;
	frame.of_log.xFileSize = size_log;
}

static int open_file(
	sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
	int code = frame.system->xOpen(frame.system, path, file, flags, flags_out);

	(void)vfs;
	if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
		return code;
	if (!frame.of_system)
		make_methods(file->pMethods);
	if (file->pMethods == frame.of_system) {
		log_of(file)->is_held = false;
		file->pMethods = &frame.of_log;
	}
	return code;
}

const char *frame_vfs(void)
{
	if (frame.system)
		return frame.vfs.zName;
	frame.system = sqlite3_vfs_find(NULL);
	if (!frame.system)
		return NULL;
	frame.vfs = *frame.system;
	frame.vfs.zName = "ryot";
	frame.vfs.szOsFile += (int)sizeof(struct log);
	frame.vfs.xOpen = open_file;
	return sqlite3_vfs_register(&frame.vfs, 0) == SQLITE_OK ? frame.vfs.zName : NULL;
}
