/* SPDX-License-Identifier: MIT */
/* round.c -- see round.h: nobody gets a 2xx for what is not on disk. */
#include "cgi/round.h"

#include "cgi/page.h"
#include "shared/log.h"

bool round_read(struct cx *cx, struct round *round, struct conn *conn)
{
	struct exchange *x = &round->list[round->count];

	ASSERT(round->count < ROUND_MAX);
	*x = (struct exchange){ .conn = conn };
	if (!conn_read(cx, conn, route_body_max, &x->req))
		return false;
	round->octets += x->req.length;
	round->count++;
	return true;
}

static bool starts(const char *path, const char *with)
{
	return strncmp(path, with, strlen(with)) == 0;
}

/* Does a person read the answer, or a program? */
static bool is_for_person(const struct exchange *x)
{
	if (x->route)
		return x->route->who != WHO_SENDER &&
		       x->route->who != WHO_TOKEN;
	return !starts(x->req.path, "/webhooks/") &&
	       !starts(x->req.path, "/api/");
}

static void fail(
	struct cx *cx, const struct app *app, struct exchange *x, enum err err)
{
	if (is_for_person(x))
		page_fail(cx, app, &x->req, &x->res, err);
	else
		res_fail(cx, &x->res, err);
}

/* Outside the transaction: what only reads cannot write. */
static enum err handle(struct cx *cx, const struct app *app, struct exchange *x)
{
	struct app reading = *app;
	enum err err;

	reading.store = app->reader;
	err = x->route->handler(
		cx, x->route->flags & APART ? app : &reading, &x->req, &x->res);
	x->writer = x->res.then;
	return err;
}

/* Up to the transaction: when no handler may run, the answer is there. */
static void prepare(struct cx *cx, const struct app *app, struct exchange *x)
{
	enum err err = OK, known = OK;
	bool admitted = false;

	res_init(&x->res, cx->arena);
	x->route = route_find(cx, &x->req, &x->res, &err);
	if (x->route)
		err = auth_admit(
			cx, app, x->route, &x->req, &x->res, &admitted);
	else if (is_for_person(x))
		known = auth_recognise(cx, app, &x->req, &x->res);
	if (known != OK)
		err = known;
	if (err == OK && admitted && x->route->flags & WRITES)
		x->writer = x->route->handler;
	else if (err == OK && admitted)
		err = handle(cx, app, x);
	if (err != OK) {
		x->writer = NULL;
		fail(cx, app, x, err);
	}
}

/* In a part of the transaction that can be undone alone. */
static enum err handle_part(
	struct cx *cx, const struct app *app, struct exchange *x)
{
	enum err err = store_mark(cx, app->store);

	if (err != OK)
		return err;
	err = x->writer(cx, app, &x->req, &x->res);
	if (err == OK)
		err = store_keep(cx, app->store);
	if (err == OK)
		return OK;
	if (err_is_passing(err) || !store_in_transaction(app->store))
		return err_is_passing(err) ? err : ERR_STORE;
	store_undo(app->store);
	fail(cx, app, x, err);
	return OK;
}

/* All that write, in one transaction. An error means: none of it is kept. */
static enum err write_all(
	struct cx *cx, const struct app *app, struct round *round)
{
	enum err err = store_begin(cx, app->store);

	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].writer)
			err = handle_part(cx, app, &round->list[i]);
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
			fail(cx, app, &round->list[i], err);
	for (size_t i = 0; i < round->count; i++)
		if (round->list[i].res.log)
			log_info("%s", round->list[i].res.log);
}
