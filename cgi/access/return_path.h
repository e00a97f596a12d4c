/* SPDX-License-Identifier: MIT */
/* return_path.h -- the page that a person asked for before signing in. */
#ifndef CGI_ACCESS_RETURN_PATH_H
#define CGI_ACCESS_RETURN_PATH_H

#include "cgi/http/call.h"

/*
 * Path and query of a GET, without the first '/', or "". A query that cannot
 * be returned to is left out.
 */
const char *return_path_of(const struct call *c);

/* Does it stay below our own base path, whatever a stranger put into a link? */
bool return_path_is_ours(const char *path);

#endif
