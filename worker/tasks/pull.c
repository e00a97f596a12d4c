/* SPDX-License-Identifier: MIT */
/* pull.c -- one server: sends requests, stores rows, records the outcome. */
#include "worker/tasks/pull.h"

#include "shared/actions/receive.h"
#include "shared/base/unit.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"

enum {
	PULL_CEILING = 1 << 30,   /* 70,000 rows; a body has at most 32 MiB */
	FINISH_CEILING = 1 << 20, /* beyond that, to say that it was reached */
	ROWS_A_COMMIT = 200,      /* webhooks wait for the write lock */
	MINUTE_MS = 60000,
	BACKOFF_MAX_MINUTES = 60,
};

static const char *recall_seen(void *arg, struct cx *cx, const char *row)
{
	const struct pull *pull = arg;
	const char *state = NULL;

	if (pull->options->is_full)
		return NULL;
	if (store_seen_get(cx, pull->store, pull->server->integration_id, row, &state) != OK)
		return NULL; /* as if new: repeated, never skipped */
	return state;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct pull *pull = arg;
	struct fact fact;

	if (store_fact_get(cx, pull->store, pull->server->integration_id, item, &fact) != OK)
		return NULL;
	*until_ms = pull->options->is_full ? 0 : fact.until_ms;
	return fact.text;
}

static enum err forget(struct cx *cx, struct store *s, int64_t id)
{
	TRY(store_begin(cx, s));
	return store_end(cx, s, store_server_forget(cx, s, id));
}

/* Reads the integration and its server, and opens the stored key. */
static enum err prepare(struct pull *pull, const struct key *key, int64_t integration_id)
{
	struct cx *cx = &pull->cx;
	const struct yank_options *options = pull->options;

	if (options->is_full && !options->is_dry)
		TRY(forget(cx, pull->store, integration_id));
	TRY(store_integration_by_id(cx, pull->store, integration_id, &pull->summary.integration));
	TRY(store_server_get(cx, pull->store, integration_id, &pull->server));
	if (!pull->server || !pull->summary.integration)
		return err_note(cx, ERR_NOT_FOUND, "the integration was just removed");
	pull->source = provider_source(pull->server->provider);
	if (!pull->source)
		return err_note(cx, ERR_CONF, "this version knows no source named %.50s",
			pull->server->provider);
	return seal_open(cx, key, pull->server->url, pull->server->credential.at,
		pull->server->credential.length, &pull->key);
}

/* The units of a pull, with what each is given. */
struct part {
	struct pull *pull;
	struct fetch *fetch;
	const struct key *key;
	int64_t integration_id;
	const struct fetched *got;
	bool goes_on;
};

static enum err create(struct cx *cx, void *arg)
{
	const struct part *part = arg;
	struct pull *pull = part->pull;
	struct target target;

	TRY(prepare(pull, part->key, part->integration_id));
	target = (struct target){
		.url = pull->server->url,
		.etag = pull->options->is_full ? NULL : pull->server->etag,
		.memory = { pull, recall_seen, recall_fact },
	};
	pull->run = pull->source->begin(cx, &target);
	pull->is_greeting = pull->server->greeted_ms == UNSAID;
	return OK;
}

/* Past the ceiling it is an error of this server alone. */
static enum err run_part(struct part *part, unit_fn *work)
{
	struct pull *pull = part->pull;
	enum err err;

	pull->arena.wanted = 0;
	err = unit_run(&pull->cx, PULL_CEILING - pull->arena.used, work, part);
	if (pull->arena.wanted > 0) {
		pull->run = NULL; /* some of it may be gone */
		store_settle(pull->store);
		store_rollback(pull->store);
	}
	return err;
}

struct pull *pull_create(const struct cx *cx, struct store *s, const struct key *key,
	const struct server *server, const struct yank_options *options)
{
	struct pull *pull = calloc(1, sizeof(*pull));
	struct part part = { .pull = pull, .key = key, .integration_id = server->integration_id };

	if (!pull)
		return NULL;
	arena_init(&pull->arena, PULL_CEILING + FINISH_CEILING);
	pull->cx = (struct cx){ .arena = &pull->arena, .now_ms = cx->now_ms };
	pull->store = s;
	pull->options = options;
	pull->summary.err = run_part(&part, create);
	return pull;
}

void pull_destroy(struct pull *pull)
{
	if (!pull)
		return;
	arena_finish(&pull->arena);
	free(pull);
}

/* Backs off 1, 2, 4 ... minutes. A refused key waits for a new one instead. */
static struct failure failure_of(const struct pull *pull, const char *note)
{
	int64_t failures = (pull->server ? pull->server->failures : 0) + 1;
	int64_t minutes = failures > 6 ? BACKOFF_MAX_MINUTES : INT64_C(1) << (failures - 1);

	return (struct failure){
		.is_refused = pull->summary.err == ERR_AUTH,
		.failures = failures,
		.next_ms = pull->cx.now_ms + minutes * MINUTE_MS,
		.error = note,
	};
}

static enum err store_outcome(struct pull *pull, const char *note)
{
	int64_t id = pull->summary.integration->id;
	struct failure failure;

	if (pull->summary.err == OK)
		return store_server_ok(&pull->cx, pull->store, id,
			pull->has_lost ? NULL : pull->source->etag(pull->run),
			pull->summary.tracked);
	failure = failure_of(pull, note);
	return store_server_failed(&pull->cx, pull->store, id, &failure);
}

static enum err write_outcome(struct pull *pull, const char *note)
{
	TRY(store_begin(&pull->cx, pull->store));
	return store_end(&pull->cx, pull->store, store_outcome(pull, note));
}

static enum err record(struct cx *cx, void *arg)
{
	struct pull *pull = arg;
	enum err err = OK;

	if (pull->key)
		secret_redact(cx->note, pull->key);
	pull->summary.note = arena_strdup(cx->arena, cx->note);
	if (pull->run)
		pull->summary.seen = (int64_t)pull->source->rows(pull->run);
	if (!pull->options->is_dry && pull->summary.integration)
		err = write_outcome(pull, pull->summary.note);
	if (pull->summary.err == OK && err != OK) {
		pull->summary.err = err;
		pull->summary.note = cx->note;
	}
	return OK;
}

static void finish(struct pull *pull)
{
	enum err err = unit_run(&pull->cx, FINISH_CEILING, record, pull);

	if (err != OK) {
		store_settle(pull->store);
		store_rollback(pull->store);
		pull->summary.err = err;
		pull->summary.note = pull->cx.note;
	}
	if (pull->observer->done)
		pull->observer->done(pull->observer->arg, &pull->summary);
}

/* False when there is no further request. */
static bool next_order(struct pull *pull, struct fetch_order *order)
{
	*order = (struct fetch_order){
		.owner = pull, .url = pull->server->url, .ca_file = pull->server->ca_file
	};
	if (pull->is_greeting) {
		order->ask.path = pull->source->greeting_path;
		return true;
	}
	order->key_header = pull->source->key_header;
	order->key = pull->key;
	return pull->source->next(&pull->cx, pull->run, &order->ask);
}

static enum err ask(struct cx *cx, void *arg)
{
	struct part *part = arg;
	struct fetch_order order;

	if (!next_order(part->pull, &order))
		return OK;
	TRY(fetch_start(cx, part->fetch, &order));
	part->goes_on = true;
	return OK;
}

bool pull_ask(struct pull *pull, struct fetch *f)
{
	struct part part = { .pull = pull, .fetch = f };

	if (pull->summary.err == OK)
		pull->summary.err = run_part(&part, ask);
	if (!part.goes_on)
		finish(pull);
	return part.goes_on;
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

/* On failure the caller undoes to the mark. */
static enum err try_row(struct pull *pull, const struct source_row *row, struct verdict *verdict)
{
	struct cx *cx = &pull->cx;
	struct incoming incoming = {
		.integration = pull->summary.integration,
		.message = &row->message,
		.received_ms = cx->now_ms,
		.body = { row->body, strlen(row->body) },
	};

	TRY(store_mark(cx, pull->store));
	TRY(receive_message(cx, pull->store, &incoming, verdict));
	if (row->row)
		TRY(store_seen_put(
			cx, pull->store, pull->server->integration_id, row->row, row->state));
	return store_keep(cx, pull->store);
}

/* Stores a row's plays, delivery and state, all or none of it. */
static enum err store_row(struct pull *pull, const struct source_row *row)
{
	struct verdict verdict;
	enum err err = try_row(pull, row, &verdict);

	if (err != OK && !store_in_transaction(pull->store))
		return ERR_STORE;
	if (err != OK) {
		store_undo(pull->store);
		if (err_is_passing(err))
			return err;
		pull->summary.failed++; /* retried by the next pull */
		pull->has_lost = true;
		return OK;
	}
	count(&pull->summary, verdict.reason);
	if (pull->observer->row)
		pull->observer->row(pull->observer->arg, &pull->summary, row->message.report.title,
			reason_name(verdict.reason), verdict.detail);
	return OK;
}

static enum err store_facts(struct pull *pull, const struct batch *batch)
{
	for (size_t i = 0; i < batch->fact_count; i++) {
		const struct source_fact *from = &batch->facts[i];
		struct fact fact = { from->item, from->text, from->until_ms };

		TRY(store_fact_put(&pull->cx, pull->store, pull->server->integration_id, &fact));
	}
	return OK;
}

static enum err store_part(struct pull *pull, const struct batch *batch, size_t from, size_t to)
{
	if (from == 0)
		TRY(store_facts(pull, batch));
	for (size_t i = from; i < to; i++)
		TRY(store_row(pull, &batch->rows[i]));
	return OK;
}

static enum err commit_part(struct pull *pull, const struct batch *batch, size_t from, size_t to)
{
	enum err err;

	TRY(store_begin(&pull->cx, pull->store));
	err = store_part(pull, batch, from, to);
	if (!pull->options->is_dry)
		return store_end(&pull->cx, pull->store, err);
	store_rollback(pull->store);
	return err;
}

/* Commits every ROWS_A_COMMIT rows, to let webhooks write in between. */
static enum err store_batch(struct pull *pull, const struct batch *batch)
{
	size_t from = 0;
	enum err err;

	do {
		size_t left = batch->row_count - from;
		size_t to = from + (left < ROWS_A_COMMIT ? left : ROWS_A_COMMIT);

		if (from > 0)
			store_yield();
		err = commit_part(pull, batch, from, to);
		if (pull->observer->progress)
			pull->observer->progress(pull->observer->arg, &pull->summary);
		from = to;
	} while (from < batch->row_count && err == OK);
	return err;
}

/* A new address gets the key only after its greeting was recognised. */
static enum err take_greeting(struct pull *pull, const struct answer *answer)
{
	struct cx *cx = &pull->cx;
	const char *version = NULL;

	TRY(pull->source->greet(cx, answer, &version));
	pull->is_greeting = false;
	if (pull->options->is_dry)
		return OK;
	TRY(store_begin(cx, pull->store));
	return store_end(cx, pull->store,
		store_server_greeted(
			cx, pull->store, pull->server->integration_id, pull->server->url));
}

static enum err take_rows(struct cx *cx, struct pull *pull, const struct answer *answer)
{
	struct batch batch = { 0 };
	enum err err = pull->source->accept(cx, pull->run, answer, &batch);
	const char *note = arena_strdup(cx->arena, cx->note);

	pull->summary.seen = (int64_t)pull->source->rows(pull->run);
	TRY(store_batch(pull, &batch));
	return err == OK ? OK : err_note(cx, err, "%s", note);
}

static enum err take_answer(struct cx *cx, void *arg)
{
	const struct part *part = arg;
	const struct fetched *got = part->got;

	if (got->err != OK)
		return err_note(cx, got->err, "%s", got->note);
	return part->pull->is_greeting ? take_greeting(part->pull, &got->answer)
				       : take_rows(cx, part->pull, &got->answer);
}

bool pull_answer(struct pull *pull, struct fetch *f, const struct fetched *got)
{
	struct part part = { .pull = pull, .got = got };

	pull->summary.requests += got->requests;
	pull->summary.err = run_part(&part, take_answer);
	return pull_ask(pull, f);
}
