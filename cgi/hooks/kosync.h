/* SPDX-License-Identifier: MIT */
/*
 * kosync.h -- the place in a book, for reading programs that keep it on a
 * server by the protocol kosync; docs/api.md describes it.
 *
 * A place that is told is a report like any other, and is answered at once, as
 * these programs wait five seconds. Whoever asks for the place of a book gets
 * what was told last, of whichever device. The password is a token, which they
 * send as its MD5.
 */
#ifndef CGI_HOOKS_KOSYNC_H
#define CGI_HOOKS_KOSYNC_H

#include "cgi/http/call.h"

enum { KOSYNC_MAX = 16 << 10 };

call_fn kosync_auth_get, kosync_create_post, kosync_health_get, kosync_place_get;
call_fn kosync_read, kosync_take; /* a place is told */

#endif
