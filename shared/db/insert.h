/* SPDX-License-Identifier: MIT */
/*
 * insert.h -- the id of a new row.
 *
 * SQLite opens a table of its own for the rows of RETURNING, which costs as
 * much as a dozen look-ups. The id of one inserted row it knows anyway. So an
 * INSERT of one row is prepared without its RETURNING.
 */
#ifndef SHARED_DB_INSERT_H
#define SHARED_DB_INSERT_H

#include "shared/base/base.h"

/* How much of the text of a statement to prepare, in bytes. */
int insert_length(const char *sql);

/*
 * The id of the row that this statement of SQLite just inserted; 0 if it was
 * prepared with its RETURNING, and so said the id itself.
 */
int64_t insert_id(void *prepared);

#endif
