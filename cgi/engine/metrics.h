/* SPDX-License-Identifier: MIT */
/*
 * metrics.h -- what this process has done since it started, for Prometheus.
 *
 * Each of the two instances counts for itself; nginx has an address for each.
 * Nothing in it is secret, but it is nobody's business either: nginx lets this
 * machine only.
 */
#ifndef CGI_ENGINE_METRICS_H
#define CGI_ENGINE_METRICS_H

#include "cgi/http/response.h"
#include "shared/progress/reason.h"

/* A report that is on disk. provider: a row of the sink table. */
void metrics_report(const char *provider, enum outcome outcome);

/* An answer of that status, that many microseconds after it was read. */
void metrics_answer(int status, int64_t us);

/* A round: how many requests it had, and connections were open. */
void metrics_round(size_t requests, int connections);

/* Microseconds of a clock that never jumps. */
int64_t metrics_clock_us(void);

handler_fn metrics_get, ready_get;

#endif
