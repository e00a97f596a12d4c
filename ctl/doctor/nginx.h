/* SPDX-License-Identifier: MIT */
/* nginx.h -- checks the settings of nginx that its packages leave too low. */
#ifndef CTL_DOCTOR_NGINX_H
#define CTL_DOCTOR_NGINX_H

#include "ctl/doctor/finding.h"

void doctor_nginx(struct cx *cx, struct doctor *d);

#endif
