/* SPDX-License-Identifier: MIT */
/*
 * acting.h -- root works in another's folder with that one's rights only.
 *
 * Whoever owns a folder can make a name in it lead anywhere, at any moment.
 * SQLite opens a database, its log and its copies by name, and hands what it
 * creates as root to the owner of the database: so root gives its rights away
 * first, and takes them back for the files that its own command line names.
 */
#ifndef SHARED_BASE_ACTING_H
#define SHARED_BASE_ACTING_H

#include "shared/base/err.h"

/*
 * From now on with the rights of the one who owns the folder of that file; if
 * that is root, but others may write to it, of the one who owns the file. No
 * effect unless this is root and they are somebody else.
 */
MUST_CHECK enum err acting_begin(struct cx *cx, const char *file);
void acting_end(void);

/* Would acting_begin have an effect? */
bool acting_is_needed(struct cx *cx, const char *file);

/* Root's own rights until acting_resume; no effect while not acting. */
void acting_pause(void);
void acting_resume(void);

#endif
