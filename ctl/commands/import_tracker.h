/* SPDX-License-Identifier: MIT */
/* import_tracker.h -- `ryotctl import` of the files of other trackers. */
#ifndef CTL_COMMANDS_IMPORT_TRACKER_H
#define CTL_COMMANDS_IMPORT_TRACKER_H

#include "ctl/ctl.h"

struct import_tracker {
	const struct user *user;
	int fd;
	const char *path; /* for people */
	bool is_dry;
};
MUST_CHECK enum err import_tracker(
	struct cx *cx, struct ctl *ctl, const struct import_tracker *what);

MUST_CHECK enum err import_tracker_undo(
	struct cx *cx, struct ctl *ctl, const struct user *user, int64_t id);

/* Lists the formats, for --help. */
void import_tracker_formats(FILE *to);

#endif
