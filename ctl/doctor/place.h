/* SPDX-License-Identifier: MIT */
/* place.h -- checks of the database and the files around it. */
#ifndef CTL_DOCTOR_PLACE_H
#define CTL_DOCTOR_PLACE_H

#include "ctl/doctor/finding.h"

/* Opens d->store, too, if it can. */
void doctor_database(struct cx *cx, struct doctor *d);
void doctor_files(struct cx *cx, struct doctor *d);
void doctor_disk(struct cx *cx, struct doctor *d);
void doctor_pictures(struct cx *cx, struct doctor *d);

#endif
