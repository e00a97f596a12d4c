/* SPDX-License-Identifier: MIT */
/* failure.h -- private to fetch: what libcurl's codes mean. */
#ifndef SHARED_FETCH_FAILURE_H
#define SHARED_FETCH_FAILURE_H

#include <curl/curl.h>

#include "shared/base/base.h"

/* In words that help to find the cause. */
const char *fetch_words(CURLcode code);

/* Did the server hang up before the end of its answer? */
bool fetch_is_cut_off(CURLcode code);

#endif
