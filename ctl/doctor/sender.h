/* SPDX-License-Identifier: MIT */
/* sender.h -- checks of servers that are polled, and of silent senders. */
#ifndef CTL_DOCTOR_SENDER_H
#define CTL_DOCTOR_SENDER_H

#include "ctl/doctor/finding.h"

void doctor_key(struct cx *cx, struct doctor *d);
void doctor_yank(struct cx *cx, struct doctor *d);
void doctor_waiting(struct cx *cx, struct doctor *d);
void doctor_silence(struct cx *cx, struct doctor *d);
void doctor_accounts(struct cx *cx, struct doctor *d);

#endif
