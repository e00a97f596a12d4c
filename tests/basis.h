/* SPDX-License-Identifier: MIT */
/* basis.h -- what a position is based on, as the fixtures name it. */
#ifndef TESTS_BASIS_H
#define TESTS_BASIS_H

#include "shared/progress/report.h"

static const char *const bases[] = {
	[BASIS_NONE] = "none",
	[BASIS_SESSION_POSITION] = "session_position",
	[BASIS_USERDATA_POSITION] = "userdata_position",
	[BASIS_USERDATA_PLAYED] = "userdata_played",
	[BASIS_EXPLICIT_MARK] = "explicit_mark",
	[BASIS_EVENT_SAYS_COMPLETED] = "event_says_completed",
	[BASIS_REPORTED_PERCENT] = "reported_percent",
};
_Static_assert(NELEM(bases) == BASIS__COUNT, "a basis without a name");

static inline const char *basis_name(enum basis b)
{
	return bases[b];
}

#endif
