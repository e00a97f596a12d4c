/* SPDX-License-Identifier: MIT */
/* url.h -- private to fetch.c: where a redirect may lead. */
#ifndef SHARED_FETCH_URL_H
#define SHARED_FETCH_URL_H

#include "shared/base/base.h"

/* To the same scheme, host and port: there the key may go again. */
bool fetch_may_redirect(const char *from, const char *to);

#endif
