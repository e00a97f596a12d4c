/* SPDX-License-Identifier: MIT */
/*
 * doctor.h -- private to `ryotctl doctor`: what its checks are given.
 *
 * A check looks at one thing and tells what it found, with what to do about
 * it. It never fails and changes nothing.
 */
#ifndef CTL_DOCTOR_DOCTOR_H
#define CTL_DOCTOR_DOCTOR_H

#include "ctl/command.h"

enum finding {
	FINDING_WELL,
	FINDING_LOOK,  /* worth a look; may be as it should be */
	FINDING_WRONG, /* something does not work */
};

struct doctor {
	struct ctl *ctl;
	struct store *store; /* NULL: cannot be opened */
	struct table table;
	int count[FINDING_WRONG + 1];
	const char *check; /* the one at work: "disk" */
};

/* advice NULL: nothing to do. Both are of the arena. */
void doctor_tell(struct doctor *d, enum finding finding, const char *what, const char *advice);

/* In doctor_place.c: the database and the files around it. */
void doctor_database(struct cx *cx, struct doctor *d);
void doctor_files(struct cx *cx, struct doctor *d);
void doctor_disk(struct cx *cx, struct doctor *d);

/* In doctor_way.c: how others reach us. */
void doctor_sockets(struct cx *cx, struct doctor *d);
void doctor_address(struct cx *cx, struct doctor *d);
void doctor_clock(struct cx *cx, struct doctor *d);

/* In doctor_sender.c: those who tell, and those who are asked. */
void doctor_key(struct cx *cx, struct doctor *d);
void doctor_yank(struct cx *cx, struct doctor *d);
void doctor_silence(struct cx *cx, struct doctor *d);

/* Tells when a certificate ends, if it ends soon; UNSAID: there is none. */
void doctor_certificate(struct cx *cx, struct doctor *d, const char *url, int64_t ends_ms);

#endif
