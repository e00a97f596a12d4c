/* SPDX-License-Identifier: MIT */
/* url.h -- private to fetch: where a redirect may lead. */
#ifndef SHARED_FETCH_URL_H
#define SHARED_FETCH_URL_H

#include "shared/base/base.h"

/* Same scheme, host and port: the key may be sent there again. */
bool fetch_may_redirect(const char *from, const char *to);

#endif
