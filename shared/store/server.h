/* SPDX-License-Identifier: MIT */
/*
 * server.h -- servers that are asked: how they are reached, how the last runs
 * went. seen.h has what was last seen there.
 */
#ifndef SHARED_STORE_SERVER_H
#define SHARED_STORE_SERVER_H

#include "shared/db/db.h"

struct server {
	int64_t integration_id;
	const char *provider;
	bool enabled;            /* of the integration */
	bool is_pulled;          /* asked regularly for what changed */
	const char *url;         /* without a last '/' */
	struct bytes credential; /* sealed, for the purpose `url` */
	const char *ca_file;     /* or NULL, as the next */
	const char *etag;
	int64_t refused_ms; /* or UNSAID, as the other times */
	int64_t failures;   /* in a row */
	int64_t next_ms;    /* not to be asked before; 0: any time */
	int64_t last_ok_ms;
	const char *last_error; /* or NULL */
	int64_t last_error_ms;
	int64_t greeted_ms; /* the address is such a server, as it says */
	/* A run and a test that a person asked for, and what came of them. */
	int64_t asked_ms, started_ms, yanked_ms, yank_found;
	int64_t test_asked_ms, test_started_ms, tested_ms;
	const char *test_error;    /* or NULL, as the next */
	const char *test_greeting; /* the server and whose key it is */
	/* The account that the key is of, as the server said last; or NULL. */
	const char *holder, *holder_id;
	/* Whose viewings it is asked for; NULL: nobody's. */
	const char *person, *person_name;
	int64_t pull_next_ms; /* ... and not before; 0: any time */
};

/* Was it asked for, and not begun since? */
bool server_is_asked(const struct server *a);
bool server_is_test_asked(const struct server *a);

/* No run takes longer: see worker/tasks/task.h. */
enum { SERVER_RUN_MS = 20 * 60 * 1000 };

/* Is it under way? */
bool server_is_yanked(const struct server *a, int64_t now_ms);
bool server_is_tested(const struct server *a, int64_t now_ms);

/*
 * Writes url, credential, ca_file, is_pulled, person and greeted_ms; forgets
 * failures, the ETag and tests.
 */
MUST_CHECK enum err store_server_put(struct cx *cx, struct store *s, const struct server *row);
MUST_CHECK enum err store_server_get(
	struct cx *cx, struct store *s, int64_t integration_id, const struct server **out);
/* Everybody's, in the order of their integrations: as store_user_page. */
MUST_CHECK enum err store_server_page(
	struct cx *cx, struct store *s, int64_t after, const struct server **rows, size_t *count);

MUST_CHECK enum err store_server_is_any(struct cx *cx, struct store *s, bool *is_any);

/* The integration asks no server any more. */
MUST_CHECK enum err store_server_remove(struct cx *cx, struct store *s, int64_t integration_id);

/* Of the servers whose integration is enabled. */
struct server_census {
	int64_t enabled;
	int64_t failing, refused; /* since the last good run; its key was refused */
	int64_t most_failures;    /* in a row, of one of them */
	int64_t oldest_ok_ms;     /* of those that are pulled, the last good run that is longest */
				  /* ago; 0: there was none */
};
MUST_CHECK enum err store_server_census(struct cx *cx, struct store *s, struct server_census *out);

/*
 * user_id 0: of everybody, for the queue of the worker only. All of them: too
 * many for its memory are an error, not a shorter list.
 */
MUST_CHECK enum err store_server_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct server **rows, size_t *count);

/* A run went through to its end; found: rows that changed a play. */
MUST_CHECK enum err store_server_ok(
	struct cx *cx, struct store *s, int64_t integration_id, const char *etag, int64_t found);

/* The next scheduled run is not before that. */
MUST_CHECK enum err store_server_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms);

/*
 * The worker is at work. If it was not for a while, those that send are asked
 * what was missed with the next run.
 */
MUST_CHECK enum err store_server_awake(struct cx *cx, struct store *s);

/* The server answered what was asked besides a run. */
MUST_CHECK enum err store_server_answered(struct cx *cx, struct store *s, int64_t integration_id);

/* A run failed: when to try again, and whether the key was refused. */
struct failure {
	bool is_refused;
	int64_t failures, next_ms;
	const char *error;
	bool is_run; /* of a pull, which thereby ended */
};
MUST_CHECK enum err store_server_failed(
	struct cx *cx, struct store *s, int64_t integration_id, const struct failure *failure);

/*
 * The address greeted, or a test came to its end. Each counts for that address
 * only: it may have been changed meanwhile.
 */
MUST_CHECK enum err store_server_greeted(
	struct cx *cx, struct store *s, int64_t integration_id, const char *url);
struct server_test {
	const char *url;
	const char *error;              /* NULL: it went well */
	const char *greeting;           /* or NULL */
	const char *holder, *holder_id; /* or NULL: as before */
	bool is_greeted;
};
MUST_CHECK enum err store_server_tested(struct cx *cx, struct store *s, int64_t integration_id,
	const struct server_test *server_test);

/* The person wants a run, or a test. ERR_NOT_FOUND: it is not theirs. */
MUST_CHECK enum err store_server_ask(
	struct cx *cx, struct store *s, int64_t user_id, int64_t integration_id);
MUST_CHECK enum err store_server_ask_test(
	struct cx *cx, struct store *s, int64_t user_id, int64_t integration_id);

/*
 * The next run looks at everything anew. What was tracked stays, and what is
 * known of the items, which are asked for again.
 */
MUST_CHECK enum err store_server_forget(struct cx *cx, struct store *s, int64_t integration_id);

#endif
