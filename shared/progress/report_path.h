/* SPDX-License-Identifier: MIT */
/* report_path.h -- the names of a film's files, "Film-part1.mkv" and so on. */
#ifndef SHARED_PROGRESS_REPORT_PATH_H
#define SHARED_PROGRESS_REPORT_PATH_H

#include "shared/base/base.h"

struct path_part {
	size_t length; /* of what the names of all files have in common */
	int number;    /* from 1 */
};

/* False for a name that says no number, or one beyond REPORT_FILES_MAX. */
bool path_part(const char *path, struct path_part *out);

#endif
