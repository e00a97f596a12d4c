/* SPDX-License-Identifier: MIT */
/* round.c -- see round.h: nobody gets a 2xx for what is not on disk. */
#include "cgi/round.h"

#include "shared/log.h"

bool round_read(struct cx *cx, struct round *round, struct conn *conn)
{
	struct exchange *x = &round->list[round->count];

	ASSERT(round->count < ROUND_MAX);
	*x = (struct exchange){ .conn = conn };
	if (!conn_read(cx, conn, &x->req))
		return false;
	round->octets += x->req.length;
	round->count++;
	return true;
}

/* Up to the transaction: without a handler, the refusal is the answer. */
static void prepare(struct cx *cx, const struct app *app, struct exchange *x)
{
	enum err err = OK;

	res_init(&x->res, cx->arena);
	x->route = route_find(cx, &x->req, &x->res, &err);
	if (x->route && x->route->flags & WRITES) {
		x->writer = x->route->handler;
		return;
	}
	if (x->route)
		err = x->route->handler(cx, app, &x->req, &x->res);
	if (err != OK)
		res_fail(cx, &x->res, err);
	x->writer = x->res.then;
	x->work = x->res.work;
}

/* May be called again, after all that it wrote was undone. */
static enum err run_writer(
	struct cx *cx, const struct app *app, struct exchange *x)
{
	res_init(&x->res, cx->arena);
	x->res.work = x->work;
	return x->writer(cx, app, &x->req, &x->res);
}

/* Is it the store's trouble, and so that of everybody in the round? */
static bool is_everybodys(const struct app *app, enum err *err)
{
	if (err_is_passing(*err))
		return true;
	if (store_in_transaction(app->store))
		return false;
	*err = ERR_STORE;
	return true;
}

/* Sets *torn when this one alone would have to be undone. */
static enum err write_boldly(
	struct cx *cx, const struct app *app, struct exchange *x, bool *torn)
{
	int64_t before = store_written(app->store);
	enum err err = run_writer(cx, app, x);

	if (err == OK || is_everybodys(app, &err))
		return err;
	*torn = store_written(app->store) != before;
	if (!*torn)
		res_fail(cx, &x->res, err);
	return *torn ? err : OK;
}

/* In a part of the transaction that can be undone alone. */
static enum err write_carefully(
	struct cx *cx, const struct app *app, struct exchange *x)
{
	enum err err = store_mark(cx, app->store);

	if (err != OK)
		return err;
	err = run_writer(cx, app, x);
	if (err == OK)
		err = store_keep(cx, app->store);
	if (err == OK || is_everybodys(app, &err))
		return err;
	store_undo(app->store);
	res_fail(cx, &x->res, err);
	return OK;
}

/*
 * All that write, in one transaction. An error means: none of it is kept. To be
 * able to undo one alone costs a copy of each page that it changes, and hardly
 * any is ever undone. So it is done without first, and again with it in the
 * round that needs it.
 */
static enum err write_all(
	struct cx *cx, const struct app *app, struct round *round)
{
	bool torn = false;
	enum err err = store_begin(cx, app->store);

	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].writer)
			err = write_boldly(cx, app, &round->list[i], &torn);
	err = store_end(cx, app->store, err);
	if (!torn)
		return err;
	err = store_begin(cx, app->store);
	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].writer)
			err = write_carefully(cx, app, &round->list[i]);
	return store_end(cx, app->store, err);
}

void round_serve(struct cx *cx, const struct app *app, struct round *round)
{
	size_t writers = 0;
	enum err err = OK;

	for (size_t i = 0; i < round->count; i++) {
		prepare(cx, app, &round->list[i]);
		writers += round->list[i].writer != NULL;
	}
	if (writers > 0)
		err = write_all(cx, app, round);
	for (size_t i = 0; i < round->count && err != OK; i++)
		if (round->list[i].writer)
			res_fail(cx, &round->list[i].res, err);
	for (size_t i = 0; i < round->count; i++)
		if (round->list[i].res.log)
			log_info("%s", round->list[i].res.log);
}
