/* SPDX-License-Identifier: MIT */
/*
 * probe.h -- is this address such a server, and does the key open it?
 *
 * Two requests: the greeting, without the key, and then the person's own
 * record. The worker makes them one by one, beside its other tasks; ryotctl
 * calls probe(), which waits for both.
 */
#ifndef SHARED_ACTIONS_PROBE_H
#define SHARED_ACTIONS_PROBE_H

#include "shared/fetch/client.h"

struct probe {
	const char *provider; /* one with a service */
	const char *url;      /* as typed */
	const char *key;
	const char *ca_file; /* or NULL */
};

struct probed {
	const char *url;     /* cleaned */
	const char *version; /* of the server, or NULL */
	const char *user;    /* whose key it is, or NULL: nobody's in particular */
	const char *user_id; /* the server's own id of them, or NULL */
	const char *people;  /* as service->people says, or NULL */
	int64_t expires_ms;  /* of the key, or UNSAID */
	bool is_greeted;     /* it is such a server, whatever the key is */
};

/*
 * ERR_INPUT: no usable address; ERR_UPSTREAM: not reachable for now; ERR_CONF:
 * it answers, but is no such server; ERR_AUTH: the key is refused. The note
 * says it in words a person can act upon. *out is filled as far as it got.
 */
MUST_CHECK enum err probe(struct cx *cx, const struct probe *what, struct probed *out);

/* A probe under way. *what and *out belong to the caller, and outlive it. */
struct probing {
	const struct service *service;
	const struct probe *what;
	struct probed *out;
	enum { PROBE_GREETING, PROBE_SELF, PROBE_PEOPLE, PROBE_OVER } step;
};

/* Errors as of probe(). */
MUST_CHECK enum err probe_begin(
	struct cx *cx, const struct probe *what, struct probed *out, struct probing *p);
/* The next request, for the caller to own; false when there is none. */
bool probe_next(const struct probing *p, struct fetch_order *order);
MUST_CHECK enum err probe_accept(struct cx *cx, struct probing *p, const struct answer *answer);

/*
 * What is known of the server in a sentence: "<title> 2.36.0; the key is
 * alice's and does not expire." NULL before it has greeted.
 */
const char *probe_greeting(
	struct cx *cx, const char *provider, const struct probed *found, bool is_well);

/* What one request without a key is answered with; body of the arena. */
struct knocked {
	int status;
	const char *body;
	int64_t certificate_ends_ms; /* or UNSAID: no TLS */
};

/* path is added to url; ca_file may be NULL. Errors as above. */
MUST_CHECK enum err probe_raw(
	struct cx *cx, const char *url, const char *path, const char *ca_file, struct knocked *out);

#endif
