/* SPDX-License-Identifier: MIT */
/* certificate.h -- private to fetch: the certificate of a server. */
#ifndef SHARED_FETCH_CERTIFICATE_H
#define SHARED_FETCH_CERTIFICATE_H

#include <curl/curl.h>

#include "shared/base/base.h"

/* UNSAID without TLS or if it is unknown. Needs CURLOPT_CERTINFO. */
int64_t fetch_certificate_ends_ms(CURL *easy);

#endif
