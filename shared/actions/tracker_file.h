/* SPDX-License-Identifier: MIT */
/* tracker_file.h -- private to tracker: tells the plays in a file. */
#ifndef SHARED_ACTIONS_TRACKER_FILE_H
#define SHARED_ACTIONS_TRACKER_FILE_H

#include "shared/files/input.h"
#include "shared/providers/past.h"
#include "shared/store/import.h"

struct tracker_taker {
	past_fn *play; /* that can be named */
	/* What is left out: it has no id, or cannot be read. */
	enum err (*left)(struct cx *cx, void *arg, const struct import_left *left, bool is_unnamed);
	void *arg;
};

/*
 * *format: the title of the format, in the arena. ERR_INPUT: none is known, or
 * nothing of the file can be read. Where it breaks off later, that is told as a
 * row that is left out.
 */
MUST_CHECK enum err tracker_file_read(struct cx *cx, const struct input *in,
	const struct tracker_taker *taker, const char **format);

#endif
