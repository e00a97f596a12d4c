/* SPDX-License-Identifier: MIT */
/*
 * cell.h -- the bounds of a process that decodes what is hostile; the only door
 * to libseccomp.
 */
#ifndef WORKER_PICTURE_CELL_H
#define WORKER_PICTURE_CELL_H

#include "shared/base/base.h"

/*
 * From now on the process has its first three descriptors, bounded memory and
 * time, and the system calls that computing, reading and writing need; any
 * other ends it. False when the system does not bound it: then it must not go
 * on.
 */
MUST_CHECK bool cell_close(void);

#endif
