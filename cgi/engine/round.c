/* SPDX-License-Identifier: MIT */
/* round.c -- no request gets a 2xx before its writes are on disk. */
#include "cgi/engine/round.h"

#include "cgi/engine/metrics.h"
#include "cgi/hooks/refused.h"
#include "cgi/web/page.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"

enum {
	ROUND_BYTES = 8 << 20, /* of bodies; the last one may exceed it */
	PATIENCE_MAX_MS = 10,
};

/* Clears the error left by the previous request of the round. */
static void start(struct cx *cx)
{
	cx->note[0] = cx->field[0] = cx->expected[0] = '\0';
}

/* A truncated answer is an error. */
static enum err check_answer(const struct exchange *x)
{
	if (!x->res.body.cut)
		return OK;
	return err_note(x->call.cx, ERR_INTERNAL, "%s: the answer is too long", x->route->pattern);
}

static struct share *share_of(struct round *round, int64_t user_id)
{
	size_t i = 0;

	while (i < round->sharers && round->shares[i].user_id != user_id)
		i++;
	if (i == round->sharers)
		round->shares[round->sharers++] = (struct share){ .user_id = user_id };
	return &round->shares[i];
}

static enum err take_place(struct exchange *x)
{
	x->share = share_of(x->round, x->call.visitor->user_id);
	x->share->places++;
	return exchange_check_share(x);
}

/* What requests need adds up: the last ones of a full round must try again. */
static bool is_full(const struct cx *cx)
{
	return cx->arena->used > ROUND_CEILING / 2;
}

static enum err refuse_full(struct cx *cx)
{
	return err_note(cx, ERR_BUSY, "the round is full");
}

static enum err run_before(struct exchange *x)
{
	struct call *c = &x->call;

	start(c->cx);
	if (is_full(c->cx))
		return refuse_full(c->cx);
	c->store = x->route->flags & APART ? c->app->writer : c->app->reader;
	TRY(exchange_handle(x, x->route->before));
	return check_answer(x);
}

/* Sets is_pending last: what is refused here never runs its `inside`. */
static enum err admit(struct cx *cx, void *arg)
{
	struct exchange *x = arg;
	bool admitted = false;

	(void)cx;
	if (x->req.is_refused)
		return refused_count(&x->call, x->route);
	if (!x->route) {
		if (exchange_is_for_person(x))
			TRY(auth_recognise(&x->call));
		return route_none(&x->call);
	}
	TRY(auth_admit(&x->call, x->route, &admitted));
	if (!admitted)
		return OK;
	if (x->call.visitor && x->call.visitor->user_id > 0)
		TRY(take_place(x));
	if (x->route->before)
		TRY(run_before(x));
	x->is_pending = x->route->inside != NULL;
	return OK;
}

static bool put_aside(struct exchange *x)
{
	struct round *round = x->round;

	round->has_secrets = true;
	x->is_aside = aside_put(&round->asides, &x->aside, x->conn, &x->req, x->res.task);
	return x->is_aside;
}

/* Does everything before the transaction; answers a request that is refused. */
static void prepare(struct exchange *x)
{
	struct call *c = &x->call;
	enum err err;

	start(c->cx);
	err = exchange_run(x, admit);
	if (x->was_cut) {
		c->visitor = NULL;
		c->form = NULL;
		store_rollback(c->app->writer); /* of a handler that runs apart */
	}
	if (err != OK && x->res.task && put_aside(x))
		return;
	if (err != OK)
		exchange_fail(x, err);
	x->prepared = x->res;
}

bool round_has_room(const struct cx *cx, const struct round *round)
{
	return round->count < ROUND_MAX && round->bytes < ROUND_BYTES &&
	       cx->arena->used < ROUND_CEILING / 4;
}

int round_patience_ms(const struct round *round)
{
	int64_t left_ms = (round->answered_us + round->commit_us - clock_monotonic_us()) / 1000;

	if (left_ms < 0)
		return 0;
	return left_ms < PATIENCE_MAX_MS ? (int)left_ms : PATIENCE_MAX_MS;
}

static enum err take(struct cx *cx, void *arg)
{
	struct exchange *x = arg;

	if (x->aside)
		req_read_again(cx, x->conn, &x->req);
	else if (!req_read_head(cx, x->conn, &x->req))
		return ERR_INPUT;
	res_init(&x->res, cx->arena);
	x->prepared = x->res;
	x->route = route_find(&x->call);
	if (x->aside) {
		x->req.body = x->aside->body;
		x->req.length = x->aside->length;
		x->call.hashed = &x->aside->hashed;
	} else {
		req_read_body(cx, x->conn, route_body_max(x->route), &x->req);
	}
	return OK;
}

static enum round_got read_one(struct cx *cx, const struct app *app, struct round *round,
	struct conn *conn, struct aside *aside)
{
	struct exchange *x = &round->list[round->count];

	ASSERT(round->count < ROUND_MAX);
	if (round->count == 0) {
		round->began_us = clock_monotonic_us();
		round->sharers = 0;
	}
	*x = (struct exchange){ .conn = conn, .round = round, .aside = aside };
	x->call = (struct call){
		.cx = cx, .app = app, .req = &x->req, .res = &x->res, .out = &x->res.body
	};
	if (unit_run(cx, REQUEST_CEILING, take, x) != OK)
		return ROUND_OVER;
	prepare(x);
	if (x->is_aside)
		return ROUND_ASIDE;
	round->bytes += x->req.length;
	round->count++;
	return ROUND_IN;
}

enum round_got round_read(
	struct cx *cx, const struct app *app, struct round *round, struct conn *conn)
{
	return read_one(cx, app, round, conn, NULL);
}

enum round_got round_resume(
	struct cx *cx, const struct app *app, struct round *round, struct aside *aside)
{
	round->has_secrets = true;
	return read_one(cx, app, round, aside->conn, aside);
}

/* May run a second time, after everything it wrote was undone. */
static enum err run_inside(struct cx *cx, void *arg)
{
	struct exchange *x = arg;

	start(cx);
	x->res = x->prepared;
	x->call.store = x->call.app->writer;
	TRY(exchange_handle(x, x->route->inside));
	return check_answer(x);
}

/* Is it an error of the store, which affects the whole round? */
static bool is_everybodys(const struct app *app, enum err *err)
{
	if (err_is_passing(*err))
		return true;
	if (store_in_transaction(app->writer))
		return false;
	*err = ERR_STORE;
	return true;
}

/* Not before: memory of the first attempt is used again by the next. */
static void fail_slow(struct cx *cx, struct exchange *x)
{
	start(cx);
	x->res = x->prepared;
	exchange_fail(x, err_slow(cx));
}

/* Over its time: the others of the round are repeated without it. */
static void give_up(struct exchange *x, bool *torn)
{
	x->is_pending = false;
	x->is_given_up = true;
	*torn = true;
}

/* Sets *torn if it failed after writing, so that it must be undone alone. */
static enum err write_boldly(struct cx *cx, const struct app *app, struct exchange *x, bool *torn)
{
	int64_t before = store_written(app->writer);
	enum err err;

	if (is_full(cx)) {
		exchange_fail(x, refuse_full(cx));
		return OK;
	}
	err = exchange_run(x, run_inside);
	if (err == ERR_SLOW && !store_in_transaction(app->writer)) {
		give_up(x, torn);
		return err;
	}
	if (err == OK || is_everybodys(app, &err))
		return err;
	*torn = store_written(app->writer) != before;
	if (!*torn)
		exchange_fail(x, err);
	return *torn ? err : OK;
}

static enum err run_and_keep(struct cx *cx, const struct app *app, struct exchange *x)
{
	TRY(exchange_run(x, run_inside));
	return store_keep(cx, app->writer);
}

/*
 * Runs the handler within a savepoint, so that it can be undone alone. Sets
 * *torn if it took the transaction with it, as in write_boldly.
 */
static enum err write_carefully(
	struct cx *cx, const struct app *app, struct exchange *x, bool *torn)
{
	enum err err;

	if (is_full(cx)) {
		exchange_fail(x, refuse_full(cx));
		return OK;
	}
	TRY(store_mark(cx, app->writer));
	err = run_and_keep(cx, app, x);
	if (err == ERR_SLOW && !store_in_transaction(app->writer)) {
		give_up(x, torn);
		return err;
	}
	if (err == OK || is_everybodys(app, &err))
		return err;
	store_undo(app->writer);
	exchange_fail(x, err);
	return OK;
}

static enum err write_each(struct cx *cx, const struct app *app, struct round *round, bool *torn)
{
	enum err err = store_begin(cx, app->writer);

	*torn = false;
	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].is_pending)
			err = write_carefully(cx, app, &round->list[i], torn);
	return store_end(cx, app->writer, err);
}

/*
 * Runs all that is pending in one transaction; on an error nothing is kept. A
 * savepoint costs a copy of each database page that its handler changes, and
 * handlers rarely fail. So run without savepoints first, and repeat with them
 * only a round in which a handler failed half-way; and again without one that
 * was over its time.
 */
static enum err write_all(struct cx *cx, const struct app *app, struct round *round)
{
	struct arena_mark mark = arena_mark(cx->arena);
	bool torn = false;
	enum err err = store_begin(cx, app->writer);

	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].is_pending)
			err = write_boldly(cx, app, &round->list[i], &torn);
	round->commit_us = -clock_monotonic_us();
	err = store_end(cx, app->writer, err);
	round->commit_us += clock_monotonic_us();
	if (!torn)
		return err;
	arena_rewind(cx->arena, mark); /* the answers so far are made again */
	while (torn)
		err = write_each(cx, app, round, &torn);
	return err;
}

void round_serve(struct cx *cx, const struct app *app, struct round *round)
{
	size_t pending = 0;
	enum err err = OK;

	for (size_t i = 0; i < round->count; i++)
		pending += round->list[i].is_pending;
	if (pending > 0)
		err = write_all(cx, app, round);
	for (size_t i = 0; i < round->count; i++)
		if (round->list[i].is_given_up)
			fail_slow(cx, &round->list[i]);
		else if (err != OK && round->list[i].is_pending)
			exchange_fail(&round->list[i], err);
	for (size_t i = 0; i < round->count; i++)
		if (unit_run(cx, EXCHANGE_WORDS, exchange_record, &round->list[i]) != OK)
			log_warning("answer not logged: no memory");
}

static enum err send(struct cx *cx, void *arg)
{
	struct exchange *x = arg;

	(void)cx;
	return res_send(x->conn, &x->req, &x->res) ? OK : ERR_INPUT;
}

bool round_answer(struct cx *cx, struct exchange *x)
{
	enum err err = unit_run(cx, EXCHANGE_WORDS, send, x);

	if (x->res.file)
		fclose(x->res.file);
	return err == OK;
}
