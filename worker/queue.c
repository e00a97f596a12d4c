/* SPDX-License-Identifier: MIT */
/* queue.c -- runs the pulls of all servers that are due, concurrently. */
#include "worker/queue.h"

#include "worker/tasks/pull.h"

/* Concurrent pulls. Bounds memory: each may grow to its arena's ceiling. */
enum { PULLS_MAX = 32 };

struct run {
	struct cx *cx;
	struct store *store;
	const struct key *key;
	const struct yank_options *options;
	const struct yank_observer *observer;
	const struct server *servers;
	size_t count, next;
	int at_work;
	struct fetch *fetch;
	enum err err; /* the worst so far */
};

static bool is_due(const struct run *r, const struct server *server)
{
	if (r->options->integration_id)
		return server->integration_id == r->options->integration_id;
	/* A manual request overrides back-off and a refused key. */
	return server->enabled &&
	       (server_is_asked(server) ||
		       (server->refused_ms == UNSAID && server->next_ms <= r->cx->now_ms));
}

/* An error that needs a person outranks one that may pass by itself. */
static void count_result(struct run *r, enum err err)
{
	if (err != OK && !err_is_passing(err))
		r->err = ERR_CONF;
	else if (err != OK && r->err == OK)
		r->err = ERR_UPSTREAM;
}

static void finish(struct run *r, struct pull *pull)
{
	count_result(r, pull->summary.err);
	pull_destroy(pull);
}

/* Nothing is stored, so the server stays due. */
static void report_no_memory(struct run *r, const struct server *server)
{
	struct yank_summary summary = {
		.err = err_note(r->cx, ERR_INTERNAL,
			"integration %" PRId64 ": no memory for a pull", server->integration_id),
		.note = r->cx->note,
	};

	count_result(r, summary.err);
	if (r->observer->done)
		r->observer->done(r->observer->arg, &summary);
}

/* Tops up the running pulls to PULLS_MAX. */
static void start_due(struct run *r)
{
	while (r->at_work < PULLS_MAX && r->next < r->count) {
		const struct server *server = &r->servers[r->next++];
		struct pull *pull;

		if (!is_due(r, server))
			continue;
		pull = pull_create(r->cx, r->store, r->key, server, r->options);
		if (!pull) {
			report_no_memory(r, server);
			continue;
		}
		pull->observer = r->observer;
		if (pull_ask(pull, r->fetch))
			r->at_work++;
		else
			finish(r, pull);
	}
}

static void work(struct run *r)
{
	struct fetched got;

	start_due(r);
	while (fetch_wait(r->fetch, &got)) {
		struct pull *pull = got.owner;
		bool goes_on = pull_answer(pull, r->fetch, &got);

		fetched_finish(&got);
		if (goes_on)
			continue;
		finish(r, pull);
		r->at_work--;
		start_due(r);
	}
}

static const struct server *find(const struct run *r, int64_t id)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->servers[i].integration_id == id)
			return &r->servers[i];
	return NULL;
}

/* The integration named by --integration must exist and be switched on. */
static enum err check_asked(struct cx *cx, const struct run *r, int64_t id)
{
	const struct server *server = find(r, id);

	if (!server)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" with a server to ask; see `ryotctl integration list`",
			id);
	if (!server->enabled)
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " is switched off; see "
			"`ryotctl integration set --help`",
			id);
	return OK;
}

enum err queue_run(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, const struct yank_observer *observer)
{
	struct run r = {
		.cx = cx, .store = s, .key = key, .options = options, .observer = observer
	};

	TRY(store_server_list(cx, s, 0, &r.servers, &r.count));
	if (options->integration_id)
		TRY(check_asked(cx, &r, options->integration_id));
	TRY(fetch_create(cx, &r.fetch));
	work(&r);
	fetch_destroy(r.fetch);
	return r.err;
}
