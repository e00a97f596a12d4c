/* SPDX-License-Identifier: MIT */
/*
 * outfile.h -- writes a file completely or not at all.
 *
 * The draft is written beside the final path, readable by its owner only, and
 * moved into place once it is on disk. An existing file is kept unless the
 * caller asked to replace it.
 */
#ifndef CTL_TERMINAL_OUTFILE_H
#define CTL_TERMINAL_OUTFILE_H

#include "shared/base/err.h"

enum meeting {
	MEETING_KEEPS,    /* ERR_CONFLICT if the path exists */
	MEETING_REPLACES, /* --force was given */
};

struct outfile {
	const char *path, *draft;
	enum meeting meeting;
	FILE *file; /* the open draft */
	struct arena_held held;
};

MUST_CHECK enum err outfile_begin(
	struct cx *cx, const char *path, enum meeting meeting, struct outfile *out);

/*
 * Closes the draft. If err is OK, moves it into place, durably; otherwise
 * removes it and returns err.
 */
MUST_CHECK enum err outfile_end(struct cx *cx, struct outfile *f, enum err err);
#endif
