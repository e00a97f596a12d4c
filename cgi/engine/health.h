/* SPDX-License-Identifier: MIT */
/*
 * health.h -- GET /healthz: is the process alive, and can it read its database?
 */
#ifndef CGI_ENGINE_HEALTH_H
#define CGI_ENGINE_HEALTH_H

#include "cgi/http/call.h"

call_fn health_get;

#endif
