/* SPDX-License-Identifier: MIT */
/*
 * metrics.h -- counters of this process since it started, for Prometheus.
 *
 * Each of the two instances counts separately; nginx has an address for each.
 * Nothing in them is secret, but they are not public either: nginx and the
 * handler admit only the local machine.
 */
#ifndef CGI_ENGINE_METRICS_H
#define CGI_ENGINE_METRICS_H

#include "cgi/http/call.h"
#include "shared/progress/reason.h"

/* Counts reports that are on disk, by outcome. provider: the name of a row. */
void metrics_reports(const char *provider, const unsigned int reports[static OUTCOME__COUNT]);

/* Counts an answer; us: microseconds since its request was read. */
void metrics_answer(int status, int64_t us);

/* Counts a round of that many requests, while so many connections were open. */
void metrics_round(size_t requests, int connections);

call_fn metrics_get, metrics_ready_get;

#endif
