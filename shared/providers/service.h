/* SPDX-License-Identifier: MIT */
/*
 * service.h -- how a kind of server is recognised, and shown a key.
 *
 * Each task that asks such a server begins with this: whether it pulls what
 * changed (source.h) or asks for the show of an episode (lookup.h).
 */
#ifndef SHARED_PROVIDERS_SERVICE_H
#define SHARED_PROVIDERS_SERVICE_H

#include "shared/base/err.h"

/* One request to make, below the server's base address. */
struct ask {
	const char *path; /* "/api/me" */
	const char *body; /* JSON to POST; NULL: a GET */
	const char *etag; /* for If-None-Match, or NULL */
	/* Header lines, such as "X-Product: Ryot"; ends with NULL; or NULL. */
	const char *const *headers;
	size_t most;      /* bytes that its answer may have; 0: FETCH_BODY_MAX */
	size_t number;    /* comes back with the answer; for whoever asks */
	bool may_be_lost; /* an answer that does not come whole is taken, too */
};

struct answer {
	size_t number; /* of the ask */
	/*
	 * Why it did not come whole: it was cut off, or is larger than allowed.
	 * NULL: it did. Otherwise only these three are set; only for an
	 * ask that says so.
	 */
	const char *lost;
	bool is_too_large; /* the reason why */
	int status;
	const char *type; /* content type, or "" */
	const char *etag; /* or NULL */
	const char *body; /* ends with a NUL */
	size_t length;
};

/* Whose key it is, as the server says. */
struct account_name {
	const char *name; /* NULL: it is nobody's in particular */
	const char *id;   /* the server's own, or NULL; stays when the name changes */
};

struct service {
	/* The header of the key, up to the key: "Authorization: Bearer ". */
	const char *key_header;
	/* Of every request, as those of an ask; or NULL. */
	const char *const *headers;
	/*
	 * Is it such a server? The greeting is requested without the key,
	 * which is not sent before this returns OK. Then: whose key is it?
	 * Errors as of source->accept.
	 */
	const char *greeting_path, *self_path;
	enum err (*greet)(struct cx *cx, const struct answer *greeting, const char **version);
	enum err (*identify)(struct cx *cx, const struct answer *self, struct account_name *out);
	/*
	 * Who is on the server, for a history (provider.h): {"people": [{"id",
	 * "name"}, ...]}, or NULL if it does not say. NULL: it is not asked.
	 */
	const char *people_path;
	const char *(*people)(struct cx *cx, const struct answer *answer);
};

/* Is the answer JSON, by its status and its type? */
bool answer_is_json(const struct answer *a);

#endif
