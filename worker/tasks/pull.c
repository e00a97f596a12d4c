/* SPDX-License-Identifier: MIT */
/* pull.c -- one account: ask, store, and in the end say how it went. */
#include "worker/tasks/pull.h"

#include "shared/actions/receive.h"

enum {
	JOB_CEILING = 1 << 30, /* 70,000 rows; a body has at most 32 MiB */
	ROWS_A_COMMIT = 200,   /* so that webhooks never wait long */
	MINUTE_MS = 60000,
	BACKOFF_MAX_MINUTES = 60,
};

static const char *recall_seen(void *arg, struct cx *cx, const char *row)
{
	const struct job *job = arg;
	const char *state = NULL;

	if (job->options->is_full)
		return NULL;
	if (store_seen_get(cx, job->store, job->server->integration_id, row, &state) != OK)
		return NULL; /* looked at as new: repeated, never skipped */
	return state;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item)
{
	const struct job *job = arg;
	const char *text = NULL;

	if (store_fact_get(cx, job->store, job->server->integration_id, item, &text) != OK)
		return NULL;
	return text;
}

static enum err forget(struct cx *cx, struct store *s, int64_t id)
{
	enum err err = store_begin(cx, s);

	if (err == OK)
		err = store_server_forget(cx, s, id);
	return store_end(cx, s, err);
}

/* Fills in what needs the database or the key file. */
static enum err prepare(struct job *job, const struct key *key, int64_t integration_id)
{
	struct cx *cx = &job->cx;
	const struct yank_options *options = job->options;
	enum err err = OK;

	if (options->is_full && !options->is_dry)
		err = forget(cx, job->store, integration_id);
	if (err == OK)
		err = store_integration_by_id(
			cx, job->store, integration_id, &job->summary.integration);
	if (err == OK)
		err = store_server_get(cx, job->store, integration_id, &job->server);
	if (err == OK && (!job->server || !job->summary.integration))
		err = err_note(cx, ERR_NOT_FOUND, "it was just removed");
	if (err == OK)
		job->source = source_find(job->server->provider);
	if (err == OK && !job->source)
		err = err_note(cx, ERR_CONF, "this version knows no source named %.50s",
			job->server->provider);
	if (err != OK)
		return err;
	return secret_open_seal(cx, key, job->server->url, job->server->credential.at,
		job->server->credential.length, &job->key);
}

struct job *job_create(const struct cx *cx, struct store *s, const struct key *key,
	const struct server *server, const struct yank_options *options)
{
	struct job *job = calloc(1, sizeof(*job));
	struct target target;

	if (!job)
		return NULL;
	arena_init(&job->arena, JOB_CEILING);
	job->cx = (struct cx){ .arena = &job->arena, .now_ms = cx->now_ms };
	job->store = s;
	job->options = options;
	job->summary.err = prepare(job, key, server->integration_id);
	if (job->summary.err != OK)
		return job;
	target = (struct target){
		.url = job->server->url,
		.etag = options->is_full ? NULL : job->server->etag,
		.memory = { job, recall_seen, recall_fact },
	};
	job->run = job->source->begin(&job->cx, &target);
	job->is_greeting = job->server->greeted_ms == UNSAID;
	return job;
}

void job_destroy(struct job *job)
{
	if (!job)
		return;
	arena_finish(&job->arena);
	free(job);
}

/* 1, 2, 4 ... minutes; a refused key waits for its person instead. */
static struct failure failure_of(const struct job *job, const char *note)
{
	int64_t failures = (job->server ? job->server->failures : 0) + 1;
	int64_t minutes = failures > 6 ? BACKOFF_MAX_MINUTES : INT64_C(1) << (failures - 1);

	return (struct failure){
		.is_refused = job->summary.err == ERR_AUTH,
		.failures = failures,
		.next_ms = job->cx.now_ms + minutes * MINUTE_MS,
		.error = note,
	};
}

static enum err write_end(struct job *job, const char *note)
{
	struct cx *cx = &job->cx;
	int64_t id = job->summary.integration->id;
	struct failure failure = failure_of(job, note);
	enum err err = store_begin(cx, job->store);

	if (err == OK && job->summary.err == OK)
		err = store_server_ok(cx, job->store, id,
			job->has_lost ? NULL : job->source->etag(job->run), job->summary.changed);
	else if (err == OK)
		err = store_server_failed(cx, job->store, id, &failure);
	return store_end(cx, job->store, err);
}

static void job_end(struct job *job)
{
	const char *note;
	enum err err = OK;

	if (job->key)
		secret_redact(job->cx.note, job->key);
	note = arena_strdup(&job->arena, job->cx.note);
	if (job->run)
		job->summary.seen = (int64_t)job->source->rows(job->run);
	if (!job->options->is_dry && job->summary.integration)
		err = write_end(job, note);
	if (job->summary.err == OK && err != OK) {
		job->summary.err = err;
		note = job->cx.note;
	}
	job->summary.note = note;
	if (job->observer->done)
		job->observer->done(job->observer->arg, &job->summary);
}

/* False: there is nothing left to ask. */
static bool next_order(struct job *job, struct fetch_order *order)
{
	*order = (struct fetch_order){
		.owner = job, .url = job->server->url, .ca_file = job->server->ca_file
	};
	if (job->is_greeting) {
		order->ask.path = job->source->greeting_path;
		return true;
	}
	order->key = job->key;
	return job->source->next(&job->cx, job->run, &order->ask);
}

bool job_ask(struct job *job, struct fetch *f)
{
	struct fetch_order order;

	if (job->summary.err == OK && next_order(job, &order)) {
		job->summary.err = fetch_start(&job->cx, f, &order);
		if (job->summary.err == OK)
			return true;
	}
	job_end(job);
	return false;
}

static void count(struct yank_summary *s, enum reason reason)
{
	s->changed++;
	switch (reason_outcome(reason)) {
	case OUTCOME_TRACKED:
		s->tracked++;
		break;
	case OUTCOME_UNMATCHED:
		s->unmatched++;
		break;
	case OUTCOME_REFUSED:
		s->failed++;
		break;
	case OUTCOME_DUPLICATE:
	case OUTCOME_IGNORED:
	case OUTCOME__COUNT:
		s->ignored++;
		break;
	}
}

/* One row's plays, delivery and state, all or none of it. */
static enum err store_row(struct job *job, const struct source_row *row)
{
	struct cx *cx = &job->cx;
	struct verdict verdict;
	struct incoming incoming = {
		.integration = job->summary.integration,
		.message = &row->message,
		.received_ms = cx->now_ms,
		.body = { row->body, strlen(row->body) },
	};
	enum err err = store_mark(cx, job->store);

	if (err == OK)
		err = apply(cx, job->store, &incoming, &verdict);
	if (err == OK && row->row)
		err = store_seen_put(
			cx, job->store, job->server->integration_id, row->row, row->state);
	if (err == OK)
		err = store_keep(cx, job->store);
	if (err != OK && !store_in_transaction(job->store))
		return ERR_STORE;
	if (err != OK) {
		store_undo(job->store);
		if (err_is_passing(err))
			return err;
		job->summary.failed++; /* and it is tried again next time */
		job->has_lost = true;
		return OK;
	}
	count(&job->summary, verdict.reason);
	if (job->observer->row)
		job->observer->row(job->observer->arg, &job->summary, row->message.report.title,
			reason_name(verdict.reason), verdict.detail);
	return OK;
}

static enum err store_facts(struct job *job, const struct batch *batch)
{
	enum err err = OK;

	for (size_t i = 0; i < batch->fact_count && err == OK; i++) {
		const struct source_fact *l = &batch->facts[i];
		struct fact fact = { l->item, l->text, l->until_ms };

		err = store_fact_put(&job->cx, job->store, job->server->integration_id, &fact);
	}
	return err;
}

/* In commits of some rows each: webhooks come in between. */
static enum err store_batch(struct job *job, const struct batch *batch)
{
	struct cx *cx = &job->cx;
	struct store *s = job->store;
	size_t i = 0;
	enum err err = OK;

	do {
		size_t end = i + ROWS_A_COMMIT;

		if (i > 0)
			store_yield();
		err = store_begin(cx, s);
		if (err == OK && i == 0)
			err = store_facts(job, batch);
		for (; i < batch->row_count && i < end && err == OK; i++)
			err = store_row(job, &batch->rows[i]);
		if (err == OK && !job->options->is_dry)
			err = store_commit(cx, s);
		if (err != OK || job->options->is_dry)
			store_rollback(s);
		if (job->observer->progress)
			job->observer->progress(job->observer->arg, &job->summary);
	} while (i < batch->row_count && err == OK);
	return err;
}

/* An address that nobody has checked is shown no key before it greets. */
static enum err take_greeting(struct job *job, const struct answer *answer)
{
	struct cx *cx = &job->cx;
	const char *version = NULL;
	enum err err = job->source->greet(cx, answer, &version);

	if (err != OK)
		return err;
	job->is_greeting = false;
	if (job->options->is_dry)
		return OK;
	err = store_begin(cx, job->store);
	if (err == OK)
		err = store_server_greeted(
			cx, job->store, job->server->integration_id, job->server->url);
	return store_end(cx, job->store, err);
}

bool job_answer(struct job *job, struct fetch *f, const struct fetched *got)
{
	struct batch batch = { 0 };
	enum err err = got->err, stored = OK;

	job->summary.requests += got->requests;
	if (err != OK) {
		job->summary.err = err_note(&job->cx, err, "%s", got->note);
		return job_ask(job, f);
	}
	if (job->is_greeting) {
		job->summary.err = take_greeting(job, &got->answer);
		return job_ask(job, f);
	}
	err = job->source->accept(&job->cx, job->run, &got->answer, &batch);
	job->summary.seen = (int64_t)job->source->rows(job->run);
	if (batch.row_count > 0 || batch.fact_count > 0) {
		const char *note = arena_strdup(&job->arena, job->cx.note);

		stored = store_batch(job, &batch);
		if (stored == OK)
			snprintf(job->cx.note, sizeof(job->cx.note), "%s", note);
	}
	job->summary.err = err != OK ? err : stored;
	return job_ask(job, f);
}
