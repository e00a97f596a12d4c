/* SPDX-License-Identifier: MIT */
/* nginx.h -- checks the settings of nginx that its packages leave too low. */
#ifndef CTL_DOCTOR_NGINX_H
#define CTL_DOCTOR_NGINX_H

#include "ctl/doctor/finding.h"

void doctor_nginx(struct cx *cx, struct doctor *d);

/*
 * The worker_connections of a text of nginx.conf; nginx's default where it has
 * none, and 0 where they are no number.
 */
int64_t nginx_connections(const char *text);

#endif
