/* SPDX-License-Identifier: MIT */
/* health.h -- GET /healthz: does it run, and can it read its database? */
#ifndef CGI_HEALTH_H
#define CGI_HEALTH_H

#include "cgi/route.h"

handler_fn health_get;

#endif
