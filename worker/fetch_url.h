/* SPDX-License-Identifier: MIT */
/* fetch_url.h -- private to fetch.c: where a redirect may lead. */
#ifndef WORKER_FETCH_URL_H
#define WORKER_FETCH_URL_H

#include "shared/base.h"

/* To the same scheme, host and port: there the key may go again. */
bool fetch_may_redirect(const char *from, const char *to);

#endif
