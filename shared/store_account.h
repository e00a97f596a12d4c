/* SPDX-License-Identifier: MIT */
/*
 * store_account.h -- servers that are asked: how they are reached, how the
 * last runs went, what was last seen of each of their rows.
 */
#ifndef SHARED_STORE_ACCOUNT_H
#define SHARED_STORE_ACCOUNT_H

#include "shared/store.h"
#include "shared/store_delivery.h"

struct account {
	int64_t integration_id;
	const char *provider;
	bool enabled;             /* of the integration */
	const char *url;          /* without a last '/' */
	struct octets credential; /* sealed, for the purpose `url` */
	const char *ca_file;      /* or NULL, as the next */
	const char *etag;
	int64_t refused_ms; /* or UNSAID, as the other times */
	int64_t failures;   /* in a row */
	int64_t next_ms;    /* not to be asked before; 0: any time */
	int64_t last_ok_ms;
	const char *last_error; /* or NULL */
	int64_t last_error_ms;
};

/* Writes url, credential and ca_file; forgets failures and the ETag. */
MUST_CHECK enum err store_account_put(
	struct cx *cx, struct store *s, const struct account *row);
MUST_CHECK enum err store_account_get(struct cx *cx, struct store *s,
	int64_t integration_id, const struct account **out);
MUST_CHECK enum err store_account_list(struct cx *cx, struct store *s,
	const struct account **rows, size_t *count);

/* A run went through to its end. */
MUST_CHECK enum err store_account_ok(struct cx *cx, struct store *s,
	int64_t integration_id, const char *etag);

/* A run failed: when to try again, and whether the key was refused. */
struct setback {
	bool is_refused;
	int64_t failures, next_ms;
	const char *error;
};
MUST_CHECK enum err store_account_failed(struct cx *cx, struct store *s,
	int64_t integration_id, const struct setback *setback);

/* The next run looks at everything anew; what was tracked stays. */
MUST_CHECK enum err store_account_forget(
	struct cx *cx, struct store *s, int64_t integration_id);

/* *state is NULL when the row was never taken over. */
MUST_CHECK enum err store_seen_get(struct cx *cx, struct store *s,
	int64_t integration_id, const char *row, const char **state);
MUST_CHECK enum err store_seen_put(struct cx *cx, struct store *s,
	int64_t integration_id, const char *row, const char *state);

/* *text is NULL when it is not known, or too old. */
MUST_CHECK enum err store_fact_get(struct cx *cx, struct store *s,
	int64_t integration_id, const char *item, const char **text);
struct fact {
	const char *item, *text;
	int64_t until_ms;
};
MUST_CHECK enum err store_fact_put(struct cx *cx, struct store *s,
	int64_t integration_id, const struct fact *fact);

#endif
