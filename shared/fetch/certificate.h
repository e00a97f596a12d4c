/* SPDX-License-Identifier: MIT */
/* certificate.h -- private to fetch: what TLS said of the server. */
#ifndef SHARED_FETCH_CERTIFICATE_H
#define SHARED_FETCH_CERTIFICATE_H

#include <curl/curl.h>

#include "shared/base/base.h"

/* UNSAID without TLS, or when it cannot be told. Needs CURLOPT_CERTINFO. */
int64_t fetch_certificate_ends_ms(CURL *easy);

#endif
