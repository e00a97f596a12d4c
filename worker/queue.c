/* SPDX-License-Identifier: MIT */
/* queue.c -- which accounts are due, and all of them side by side. */
#include "worker/queue.h"

#include "worker/tasks/pull.h"

/* Accounts at work at once: their memory is what this bounds. */
enum { JOBS_MAX = 32 };

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
	enum err err; /* the gravest so far */
};

static bool is_due(const struct run *c, const struct server *a)
{
	if (c->options->integration_id)
		return a->integration_id == c->options->integration_id;
	/* Who asks by hand wants an answer, whatever came before. */
	return a->enabled &&
	       (server_is_asked(a) || (a->refused_ms == UNSAID && a->next_ms <= c->cx->now_ms));
}

/* What a person must mend outweighs what may pass by itself. */
static void finish(struct run *c, struct job *job)
{
	enum err err = job->summary.err;

	if (err != OK && !err_is_passing(err))
		c->err = ERR_CONF;
	else if (err != OK && c->err == OK)
		c->err = ERR_UPSTREAM;
	job_destroy(job);
}

/* Keeps as many at work as may be. */
static void start_due(struct run *c)
{
	while (c->at_work < JOBS_MAX && c->next < c->count) {
		const struct server *a = &c->servers[c->next++];
		struct job *job;

		if (!is_due(c, a))
			continue;
		job = job_create(c->cx, c->store, c->key, a, c->options);
		if (!job)
			continue;
		job->observer = c->observer;
		if (job_ask(job, c->fetch))
			c->at_work++;
		else
			finish(c, job);
	}
}

static void work(struct run *c)
{
	struct fetched got;

	start_due(c);
	while (fetch_wait(c->fetch, &got)) {
		struct job *job = got.owner;
		bool goes_on = job_answer(job, c->fetch, &got);

		fetched_finish(&got);
		if (goes_on)
			continue;
		finish(c, job);
		c->at_work--;
		start_due(c);
	}
}

static const struct server *find(const struct run *c, int64_t id)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->servers[i].integration_id == id)
			return &c->servers[i];
	return NULL;
}

/* What was asked for by its number must be there and switched on. */
static enum err check_asked(struct cx *cx, const struct run *c, int64_t id)
{
	const struct server *a = find(c, id);

	if (!a)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" that is asked; see `ryotctl integration list`",
			id);
	if (!a->enabled)
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " is switched off; see "
			"`ryotctl integration set --help`",
			id);
	return OK;
}

enum err yank(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, const struct yank_observer *observer)
{
	struct run c = {
		.cx = cx, .store = s, .key = key, .options = options, .observer = observer
	};
	enum err err = store_server_list(cx, s, 0, &c.servers, &c.count);

	if (err != OK)
		return err;
	if (options->integration_id)
		err = check_asked(cx, &c, options->integration_id);
	if (err != OK)
		return err;
	err = fetch_create(cx, &c.fetch);
	if (err != OK)
		return err;
	work(&c);
	fetch_destroy(c.fetch);
	return c.err;
}
