/* SPDX-License-Identifier: MIT */
/*
 * lookup.h -- asks a sender's own server which show an episode belongs to.
 *
 * Some senders name a show by the id that it has on their server and by no
 * other; the server knows the others. A lookup is pure: it says what to ask and
 * reads the answer.
 */
#ifndef SHARED_PROVIDERS_LOOKUP_H
#define SHARED_PROVIDERS_LOOKUP_H

#include "shared/json/read.h"
#include "shared/progress/report.h"
#include "shared/providers/service.h"

/* An answer about one show is a few kB. */
enum { SHOW_KEY_MAX = 64, LOOKUP_BYTES_MAX = 1 << 20 };

/* A show, as its server says. */
struct show {
	struct ids ids;    /* none: the server knows none, or knows no such show */
	const char *title; /* or NULL */
	int year;          /* or UNSAID */
};

struct lookup {
	/* The path of a request is "<before><key><after>". */
	const char *before, *after;
	/*
	 * Reads what the answer says of the show with that key; *out has no ids
	 * when it says nothing of it. ERR_AUTH: the key of the server was
	 * refused; ERR_UPSTREAM: it failed for now; ERR_CONF: no such answer is
	 * known. The note has the details.
	 */
	enum err (*accept)(
		struct cx *cx, const char *key, const struct answer *answer, struct show *out);
};

/*
 * The server's own id of a show, in one spelling: at most SHOW_KEY_MAX letters
 * and digits, in lower case, so it may stand in a path. NULL for NULL and for
 * any other text.
 */
const char *lookup_key(struct cx *cx, const char *text);

/* Opens an answer, with the members of `keys` only; errors as of accept. */
MUST_CHECK enum err lookup_open(
	struct cx *cx, const struct answer *a, const char *const *keys, struct json *root);

/* What an answer calls the list of persons, and the id and name of each. */
struct people_names {
	const char *list, *id, *name;
};

/* The persons of a list in *root as service.people gives them. */
const char *lookup_people(struct cx *cx, struct json root, const struct people_names *names);

/* Nothing is known of it. */
struct show lookup_nothing(void);

/*
 * What is remembered of a show: JSON, the name of the fact, and until when it
 * is good.
 */
const char *lookup_text(struct cx *cx, const struct show *show);
const char *lookup_name(struct cx *cx, const char *key);
int64_t lookup_until_ms(const struct cx *cx, const struct show *show);

#endif
