/* SPDX-License-Identifier: MIT */
/*
 * pull.c -- one server: sends requests, stores rows, records the outcome.
 *
 * A row's state is committed together with its plays, and the ETag last of all,
 * so a crash at any moment repeats rows but never skips one.
 */
#include "shared/actions/policy.h"
#include "shared/actions/quota.h"
#include "shared/providers/provider.h"
#include "shared/store/seen.h"
#include "worker/tasks/contact.h"
#include "worker/tasks/rows.h"

enum {
	ROWS_MEMORY = 16 << 20, /* one commit of them */
	PAGE_MEMORY = 16 << 20, /* some answers */
	ROWS_A_COMMIT = 200,    /* webhooks wait for the write lock */
	/* What is sent, too, is only asked for in case it was missed. */
	HISTORY_EVERY_MS = 60 * 60 * 1000,
};

struct pull {
	struct task task;
	struct arena rows; /* of the rows that are being stored */
	struct arena page; /* of an answer, where the source says so */
	struct contact contact;
	const struct source *source;
	void *run;
	bool has_lost; /* a row failed: keep no ETag, to get it again */
	struct batch batch;
	struct yank_summary summary;
};

static struct pull *pull_of(struct task *task)
{
	return (struct pull *)(void *)task;
}

static const char *recall_seen(void *arg, struct cx *cx, const char *row)
{
	const struct pull *pull = arg;
	const char *state = NULL;

	if (pull->task.worker->options->is_full)
		return NULL;
	if (store_seen_get(
		    cx, pull->task.store, pull->contact.server->integration_id, row, &state) != OK)
		return NULL; /* as if new: repeated, never skipped */
	return state;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct pull *pull = arg;
	struct fact fact;

	if (store_fact_get(
		    cx, pull->task.store, pull->contact.server->integration_id, item, &fact) != OK)
		return NULL;
	*until_ms = pull->task.worker->options->is_full ? 0 : fact.until_ms;
	return fact.text;
}

static enum err forget(struct cx *cx, struct store *s, int64_t id)
{
	TRY(store_begin(cx, s));
	return store_end(cx, s, store_server_forget(cx, s, id));
}

/* Reads the integration and its server, and opens the stored key. */
static enum err prepare(struct pull *pull)
{
	struct cx *cx = &pull->task.cx;
	int64_t id = pull->task.id;

	TRY(store_integration_by_id(cx, pull->task.store, id, &pull->summary.integration));
	TRY(store_server_get(cx, pull->task.store, id, &pull->contact.server));
	if (!pull->contact.server || !pull->summary.integration)
		return err_note(cx, ERR_NOT_FOUND, "the integration was just removed");
	pull->contact.service = provider_service(pull->contact.server->provider);
	pull->source = provider_source(pull->contact.server->provider);
	if (!pull->source)
		pull->source = provider_history(pull->contact.server->provider);
	if (!pull->contact.service || !pull->source)
		return err_note(cx, ERR_CONF, "this version knows no source named %.50s",
			pull->contact.server->provider);
	return contact_open(&pull->task, &pull->contact);
}

static enum err begin(struct task *task)
{
	struct pull *pull = pull_of(task);
	const struct yank_options *options = task->worker->options;
	struct target target;

	if (options->is_full && !options->is_dry)
		TRY(forget(&task->cx, pull->task.store, task->id));
	TRY(prepare(pull));
	target = (struct target){
		.url = pull->contact.server->url,
		.etag = options->is_full ? NULL : pull->contact.server->etag,
		.person = pull->contact.server->person,
		.memory = { pull, recall_seen, recall_fact },
	};
	arena_init_child(&pull->rows, &task->arena, ROWS_MEMORY);
	arena_init_child(&pull->page, &task->arena, PAGE_MEMORY);
	pull->run = pull->source->begin(&task->cx, &target);
	if (pull->source->at_once > 0)
		task->at_once = pull->source->at_once;
	return OK;
}

static enum err store_outcome(struct pull *pull, const char *note)
{
	int64_t id = pull->summary.integration->id;
	struct cx *cx = &pull->task.cx;
	struct failure failure;

	if (pull->task.err == OK && pull->contact.server->person)
		TRY(store_server_put_off(cx, pull->task.store, id, cx->now_ms + HISTORY_EVERY_MS));
	if (pull->task.err == OK)
		return store_server_ok(cx, pull->task.store, id,
			pull->has_lost ? NULL : pull->source->etag(pull->run),
			pull->summary.tracked);
	failure = task_failure(&pull->task, pull->contact.server, note);
	failure.is_run = true;
	TRY(store_server_failed(&pull->task.cx, pull->task.store, id, &failure));
	return policy_failed(
		&pull->task.cx, pull->task.store, pull->summary.integration, failure.failures);
}

/* Their quota is for what was pulled as for what is sent. */
static void drop_bodies(struct task *task)
{
	const struct conf *conf = task->worker->conf;
	bool more = true;

	while (more && quota_hold_bodies(&task->cx, task->store, conf, task->id, &more) == OK)
		;
}

static enum err write_outcome(struct pull *pull, const char *note)
{
	TRY(store_begin(&pull->task.cx, pull->task.store));
	TRY(store_end(&pull->task.cx, pull->task.store, store_outcome(pull, note)));
	drop_bodies(&pull->task);
	return OK;
}

static void report(struct pull *pull, const char *note)
{
	const struct yank_observer *observer = pull->task.worker->observer;

	pull->summary.err = pull->task.err;
	pull->summary.note = note;
	pull->summary.requests = pull->task.requests;
	if (observer->done)
		observer->done(observer->arg, &pull->summary);
}

static enum err finish(struct task *task)
{
	struct pull *pull = pull_of(task);
	const char *note;
	enum err err = OK;

	contact_redact(task, &pull->contact);
	note = arena_strdup(&task->arena, task->cx.note);
	if (pull->run && !task->was_cut)
		pull->summary.seen = (int64_t)pull->source->rows(pull->run);
	if (!task->worker->options->is_dry && pull->summary.integration)
		err = write_outcome(pull, note);
	if (task->err == OK && err != OK) {
		task->err = err;
		note = task->cx.note;
	}
	report(pull, note);
	arena_finish(&pull->rows);
	arena_finish(&pull->page);
	return task->err;
}

static bool next(struct task *task, struct fetch_order *order)
{
	struct pull *pull = pull_of(task);

	if (contact_order(&pull->contact, order))
		return task->under_way == 0;
	if (!pull->source->next(&task->cx, pull->run, &order->ask))
		return false;
	if (!order->ask.headers)
		order->ask.headers = pull->contact.service->headers;
	return true;
}

/* What a row needs while it is stored is needed once: an arena of its own. */
static enum err commit_part(struct pull *pull, const struct batch *batch, size_t from, size_t count)
{
	struct cx cx = { .arena = &pull->rows, .now_ms = pull->task.cx.now_ms };
	struct rows rows = {
		.store = pull->task.store,
		.server_id = pull->contact.server->integration_id,
		.observer = pull->task.worker->observer,
		.summary = &pull->summary,
		.is_dry = pull->task.worker->options->is_dry,
		.batch = batch,
		.from = from,
		.count = count,
	};
	enum err err = rows_store(&cx, &rows);

	pull->has_lost = pull->has_lost || rows.has_lost;
	if (err != OK)
		snprintf(pull->task.cx.note, sizeof(pull->task.cx.note), "%s", cx.note);
	arena_reset(&pull->rows);
	return err;
}

/* Commits every ROWS_A_COMMIT rows, to let webhooks write in between. */
static enum err store_batch(struct pull *pull, const struct batch *batch)
{
	size_t from = 0;
	enum err err;

	do {
		size_t left = batch->row_count - from;
		size_t count = left < ROWS_A_COMMIT ? left : ROWS_A_COMMIT;

		if (from > 0)
			store_yield();
		err = commit_part(pull, batch, from, count);
		if (pull->task.worker->observer->progress)
			pull->task.worker->observer->progress(
				pull->task.worker->observer->arg, &pull->summary);
		from += count;
	} while (from < batch->row_count && err == OK);
	return err;
}

/* What the rows led to says nothing of how the answer was read. */
static enum err keep_rows(struct pull *pull, const struct batch *batch)
{
	const char *note;

	if (batch->row_count == 0 && batch->fact_count == 0)
		return OK;
	note = arena_strdup(&pull->task.arena, pull->task.cx.note);
	TRY(store_batch(pull, batch));
	snprintf(pull->task.cx.note, sizeof(pull->task.cx.note), "%s", note);
	return OK;
}

static void begin_part(struct batch *batch)
{
	batch->row_count = batch->fact_count = 0;
	batch->has_more = false;
}

/* Rows that came before a failure are kept. */
static enum err keep_all(struct pull *pull)
{
	struct batch *batch = &pull->batch;

	TRY(keep_rows(pull, batch));
	while (batch->has_more) {
		begin_part(batch);
		pull->source->more(&pull->task.cx, pull->run, batch);
		TRY(keep_rows(pull, batch));
	}
	return OK;
}

/* A source that reads page after page needs no more memory than one takes. */
static enum err read_answer(struct pull *pull, const struct answer *answer)
{
	struct cx *cx = &pull->task.cx;
	struct cx page = { .arena = &pull->page, .now_ms = cx->now_ms };
	enum err err;

	begin_part(&pull->batch);
	if (!pull->source->is_settled)
		return pull->source->accept(cx, pull->run, answer, &pull->batch);
	if (pull->source->is_settled(pull->run)) {
		pull->batch = (struct batch){ .row_count = 0 };
		arena_reset(&pull->page);
	}
	err = pull->source->accept(&page, pull->run, answer, &pull->batch);
	if (err != OK)
		snprintf(cx->note, sizeof(cx->note), "%s", page.note);
	return err;
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	struct pull *pull = pull_of(task);
	enum err err, stored;

	if (pull->contact.is_greeting)
		return contact_greeted(task, &pull->contact, answer);
	err = read_answer(pull, answer);
	pull->summary.seen = (int64_t)pull->source->rows(pull->run);
	stored = keep_all(pull);
	return err != OK ? err : stored;
}

const struct task_kind task_pull = {
	.what = TASK_PULL,
	.size = sizeof(struct pull),
	.requests_max = 10000,
	.minutes_max = 15,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};
