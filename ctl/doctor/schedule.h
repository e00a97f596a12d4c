/* SPDX-License-Identifier: MIT */
/* schedule.h -- checks what starts ryot-yank. */
#ifndef CTL_DOCTOR_SCHEDULE_H
#define CTL_DOCTOR_SCHEDULE_H

#include "ctl/doctor/finding.h"

/* Where systemd runs, its timer has to start ryot-yank; elsewhere cron. */
void doctor_schedule(struct cx *cx, struct doctor *d);

/* The socket by which pages wake it. Whoever listens there looks once. */
void doctor_wake(struct cx *cx, struct doctor *d);

#endif
