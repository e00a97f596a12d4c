/* SPDX-License-Identifier: MIT */
/*
 * client.h -- the only door to libcurl: concurrent requests.
 *
 * Of many answers at once most are small. One that grows beyond
 * FETCH_SMALL_BYTES needs leave of its owner, who thereby decides how many
 * large ones are in memory at a time.
 *
 * Connections are limited in total and per host; only http and https; a key
 * is sent to its own host and to no other, whatever a redirect says.
 */
#ifndef SHARED_FETCH_CLIENT_H
#define SHARED_FETCH_CLIENT_H

#include "shared/base/lengths.h"
#include "shared/providers/source.h"

enum {
	FETCH_CONNECT_SECONDS = 10,
	FETCH_SECONDS = 60,
	FETCH_BODY_MAX = 16 << 20,
	FETCH_SMALL_BYTES = 64 << 10,
	FETCH_PER_HOST = 4,
	FETCH_ALL = 64,
	FETCH_REDIRECTS = 5,
};

struct fetch;

MUST_CHECK enum err fetch_create(struct cx *cx, struct fetch **out);
void fetch_destroy(struct fetch *f); /* accepts NULL; aborts running requests */

struct fetch_order {
	const char *url;        /* the base address; the ask's path is added */
	const char *key_header; /* "Authorization: Bearer "; of the source */
	const char *key;        /* follows it; or NULL: neither is sent */
	const char *ca_file;    /* or NULL: the system's authorities */
	struct ask ask;
	int64_t seconds; /* at most FETCH_SECONDS; 0: that many */
	void *owner;     /* returned with the result */
	/* May the answer be a large one? NULL: it may. */
	bool (*may_be_large)(const void *owner);
};

/* Strings are copied. */
MUST_CHECK enum err fetch_start(struct cx *cx, struct fetch *f, const struct fetch_order *order);

struct fetched {
	void *owner;
	enum err err;                /* OK, ERR_UPSTREAM or ERR_CONF */
	const char *note;            /* what went wrong, in words */
	struct answer answer;        /* when OK */
	int64_t certificate_ends_ms; /* of the server; UNSAID without TLS */
	int requests;                /* including redirects */
	bool is_lost;                /* the answer was cut off, or is too large */
	bool is_too_large;
	bool is_put_off; /* it is large, which the owner did not allow */
	void *hidden;
};

/* Waits for the next result; false when no request is running. */
MUST_CHECK bool fetch_wait(struct fetch *f, struct fetched *out);

enum fetch_event { FETCH_RESULT, FETCH_READABLE, FETCH_QUIET };

/*
 * Waits for a result, at most that long, or until fd has something to read; -1:
 * no fd. FETCH_QUIET: neither came.
 */
MUST_CHECK enum fetch_event fetch_wait_for(struct fetch *f, int fd, int ms, struct fetched *out);

/* Frees a result. */
void fetched_finish(struct fetched *done);

#endif
