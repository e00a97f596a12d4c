/* SPDX-License-Identifier: MIT */
/*
 * pool.h -- memory for SQLite: small blocks that it freed are used again.
 *
 * Every statement that runs allocates its cursors and frees them when it ends.
 * SQLite can keep such blocks itself ("lookaside"), but Debian 12 builds it
 * without that. The pool belongs to the process, as the settings of SQLite do,
 * and to one thread.
 */
#ifndef SHARED_DB_POOL_H
#define SHARED_DB_POOL_H

#include "shared/base/base.h"

enum {
	POOL_BLOCK_MAX = 2048,   /* larger blocks go back to the C library at once */
	POOL_KEPT_MAX = 1 << 20, /* bytes of free blocks; further ones go back too */
};

/*
 * The settings of SQLite for the process, the pool among them. Before SQLite is
 * used; without effect afterwards.
 */
void pool_configure(void);

#endif
