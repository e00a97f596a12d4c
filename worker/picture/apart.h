/* SPDX-License-Identifier: MIT */
/*
 * apart.h -- decodes a picture in a process of its own.
 *
 * The process is this program again, started with the option below. It has no
 * descriptor but its pipe, no key in its memory, bounds of memory and time,
 * and a filter of system calls: it can compute, read and write its pipe, and
 * end. What comes out of it is checked again.
 */
#ifndef WORKER_PICTURE_APART_H
#define WORKER_PICTURE_APART_H

#include "shared/base/err.h"

enum { PICTURE_IN_MAX = 8 << 20, PICTURE_OUT_MAX = 60000, PICTURE_SECONDS = 20 };

#define PICTURE_OPTION "--decode-picture"

struct picture {
	int width, height;
	struct bytes jpeg; /* at most PICTURE_OUT_MAX, in the arena */
};

/*
 * Waits for the process, at most PICTURE_SECONDS. ERR_INPUT: it is no picture
 * that is taken, and the note says why; ERR_INTERNAL: there is no process.
 */
MUST_CHECK enum err picture_decode(struct cx *cx, struct bytes bytes, struct picture *out);

/* All that the process does, from standard input to standard output. */
int picture_main(void);

#endif
