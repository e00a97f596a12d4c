/* SPDX-License-Identifier: MIT */
/*
 * frame.h -- the frames of the write-ahead log, each in one write.
 *
 * SQLite writes a frame in two: its header, then its page. This is the system's
 * file access ("VFS") for SQLite, except that a header is held back until the
 * page comes, or anything else is asked of the log. Nothing is held back across
 * a frame, so what SQLite believes to be written is.
 */
#ifndef SHARED_DB_FRAME_H
#define SHARED_DB_FRAME_H

/* The name of the VFS, registered at the first call; NULL: only the default. */
const char *frame_vfs(void);

#endif
