/* SPDX-License-Identifier: MIT */
/* way.h -- checks of how clients reach the service, and of the clock. */
#ifndef CTL_DOCTOR_WAY_H
#define CTL_DOCTOR_WAY_H

#include "ctl/doctor/finding.h"

void doctor_sockets(struct cx *cx, struct doctor *d);
void doctor_address(struct cx *cx, struct doctor *d);
void doctor_clock(struct cx *cx, struct doctor *d);

#endif
