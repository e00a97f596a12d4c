/* SPDX-License-Identifier: MIT */
/*
 * outfile.h -- a file that is there whole or not at all.
 *
 * Written beside its place, for its owner only, and put there when it is on
 * disk. A file that is there already stays, unless that was asked for.
 */
#ifndef CTL_TERMINAL_OUTFILE_H
#define CTL_TERMINAL_OUTFILE_H

#include "shared/base/err.h"

enum meeting {
	MEETING_KEEPS,    /* ERR_CONFLICT when something is there */
	MEETING_REPLACES, /* --force was given */
};

struct outfile {
	const char *path, *draft;
	enum meeting meeting;
	FILE *file; /* of the draft; empty at first */
};

MUST_CHECK enum err outfile_begin(
	struct cx *cx, const char *path, enum meeting meeting, struct outfile *out);

/* Either ends it: whole and on disk, or nothing is left of it. */
MUST_CHECK enum err outfile_keep(struct cx *cx, struct outfile *f);
void outfile_drop(struct outfile *f);

/* The last word: keeps it when err is OK, else drops it and returns err. */
MUST_CHECK enum err outfile_end(struct cx *cx, struct outfile *f, enum err err);

/* That a file was made or renamed is on disk too. */
MUST_CHECK enum err outfile_sync_folder(struct cx *cx, const char *path);

#endif
