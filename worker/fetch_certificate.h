/* SPDX-License-Identifier: MIT */
/* fetch_certificate.h -- private to fetch: what TLS said of the server. */
#ifndef WORKER_FETCH_CERTIFICATE_H
#define WORKER_FETCH_CERTIFICATE_H

#include <curl/curl.h>

#include "shared/base.h"

/* UNSAID without TLS, or when it cannot be told. Needs CURLOPT_CERTINFO. */
int64_t fetch_certificate_ends_ms(CURL *easy);

#endif
