/* SPDX-License-Identifier: MIT */
/* unmatched_thing.h -- the page of one thing without a name, or with one. */
#ifndef CGI_PAGES_SETTINGS_UNMATCHED_THING_H
#define CGI_PAGES_SETTINGS_UNMATCHED_THING_H

#include "cgi/http/call.h"

/* What was typed, to show it again. */
struct unmatched_typed {
	const char *id;        /* or NULL */
	const char *shifts[2]; /* of season and episode; or NULL */
	const char *error;     /* or NULL */
};

MUST_CHECK enum err unmatched_show(
	const struct call *c, int64_t id, const struct unmatched_typed *typed);

#endif
