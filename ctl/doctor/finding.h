/* SPDX-License-Identifier: MIT */
/*
 * finding.h -- what the checks of `ryotctl doctor` report.
 *
 * A check looks at one thing and reports what it found, with advice. It never
 * fails and changes nothing.
 */
#ifndef CTL_DOCTOR_FINDING_H
#define CTL_DOCTOR_FINDING_H

#include "ctl/ctl.h"

enum finding {
	FINDING_WELL,
	FINDING_LOOK,  /* worth a look; may be intended */
	FINDING_WRONG, /* something does not work */
};

struct doctor {
	struct ctl *ctl;
	struct store *store; /* NULL if it cannot be opened: checks that need it say nothing */
	struct arena_held held;
	struct table table;
	int count[FINDING_WRONG + 1];
	bool is_scheduled; /* something starts ryot-yank; set by its check */
	const char *check; /* the current one: "disk" */
};

/* Adds a finding. advice NULL: nothing to do. Both must live in the arena. */
void doctor_tell(struct doctor *d, enum finding finding, const char *what, const char *advice);

/* Warns when a certificate expires soon. UNSAID: there is none. */
void doctor_certificate(struct cx *cx, struct doctor *d, const char *url, int64_t ends_ms);

#endif
