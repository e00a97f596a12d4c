/* SPDX-License-Identifier: MIT */
/*
 * doctor.h -- private to `ryotctl doctor`: the interface of its checks.
 *
 * A check looks at one thing and reports what it found, with advice. It never
 * fails and changes nothing.
 */
#ifndef CTL_DOCTOR_DOCTOR_H
#define CTL_DOCTOR_DOCTOR_H

#include "ctl/command.h"

enum finding {
	FINDING_WELL,
	FINDING_LOOK,  /* worth a look; may be intended */
	FINDING_WRONG, /* something does not work */
};

struct doctor {
	struct ctl *ctl;
	struct store *store; /* NULL if it cannot be opened */
	struct table table;
	int count[FINDING_WRONG + 1];
	const char *check; /* the running one: "disk" */
};

/* Adds a finding. advice NULL: nothing to do. Both must live in the arena. */
void doctor_tell(struct doctor *d, enum finding finding, const char *what, const char *advice);

/* place.c: the database and the files around it. */
void doctor_database(struct cx *cx, struct doctor *d);
void doctor_files(struct cx *cx, struct doctor *d);
void doctor_disk(struct cx *cx, struct doctor *d);

/* way.c: how clients reach the service. */
void doctor_sockets(struct cx *cx, struct doctor *d);
void doctor_address(struct cx *cx, struct doctor *d);
void doctor_clock(struct cx *cx, struct doctor *d);

/* sender.c: servers that are asked, and senders that went silent. */
void doctor_key(struct cx *cx, struct doctor *d);
void doctor_yank(struct cx *cx, struct doctor *d);
void doctor_silence(struct cx *cx, struct doctor *d);

/* Warns when a certificate expires soon. UNSAID: there is none. */
void doctor_certificate(struct cx *cx, struct doctor *d, const char *url, int64_t ends_ms);

#endif
