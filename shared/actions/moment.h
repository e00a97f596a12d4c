/* SPDX-License-Identifier: MIT */
/* moment.h -- when something was played, as a person enters it. */
#ifndef SHARED_ACTIONS_MOMENT_H
#define SHARED_ACTIONS_MOMENT_H

#include "shared/base/err.h"

struct moment {
	int64_t ms;    /* or UNDATED_MS: nobody knows */
	bool day_only; /* the hour is noon */
};

/*
 * "2026-11-22", "2026-11-22T20:15", the same with a blank for the T, "unknown".
 * Hours are of the zone in use (zone_use). ERR_INPUT for anything else, for
 * what is to come, and for what was before 1971.
 */
MUST_CHECK enum err moment_parse(struct cx *cx, const char *text, struct moment *out);

#endif
