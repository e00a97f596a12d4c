/* SPDX-License-Identifier: MIT */
#include "cgi/engine/commit.h"

#include "shared/actions/receive.h"
#include "shared/base/clock.h"

/* May run a second time, after everything it wrote was undone. */
static enum err run_inside(struct cx *cx, void *arg)
{
	struct exchange *x = arg;

	exchange_start(cx);
	x->res = x->prepared;
	x->call.submitted = NULL;
	x->call.store = x->call.app->writer;
	TRY(exchange_handle(x, x->route->inside));
	return exchange_check_answer(x);
}

static enum err run_answer(struct cx *cx, void *arg)
{
	struct exchange *x = arg;

	exchange_start(cx);
	TRY(x->call.submitted->answer(&x->call));
	return exchange_check_answer(x);
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

/* ---- all in one transaction ---- */

/* Sets *torn if it failed after writing, so that it must be undone. */
static enum err write_boldly(struct cx *cx, const struct app *app, struct exchange *x, bool *torn)
{
	int64_t before = store_written(app->writer);
	enum err err;

	x->call.submitted = NULL;
	err = exchange_check_room(cx);
	if (err != OK) {
		exchange_fail(x, err);
		return OK;
	}
	err = exchange_run(x, run_inside);
	*torn = err == ERR_SLOW && !store_in_transaction(app->writer);
	if (err == OK || *torn || is_everybodys(app, &err))
		return err;
	x->call.submitted = NULL;
	*torn = store_written(app->writer) != before;
	if (!*torn)
		exchange_fail(x, err);
	return *torn ? err : OK;
}

/* What the requests of the round have submitted. */
struct reports {
	struct round *round;
	struct store *store;
};

static const struct submitted *submitted_of(const struct exchange *x)
{
	return x->is_pending ? x->call.submitted : NULL;
}

static size_t count_reports(const struct round *round)
{
	size_t count = 0;

	for (size_t i = 0; i < round->count; i++)
		if (submitted_of(&round->list[i]))
			count += round->list[i].call.submitted->count;
	return count;
}

static void gather_reports(const struct round *round, struct incoming *to)
{
	for (size_t i = 0; i < round->count; i++) {
		const struct submitted *s = submitted_of(&round->list[i]);

		for (size_t k = 0; s && k < s->count; k++)
			*to++ = s->list[k];
	}
}

static void hand_out_verdicts(const struct round *round, const struct verdict *from)
{
	for (size_t i = 0; i < round->count; i++) {
		const struct submitted *s = submitted_of(&round->list[i]);

		for (size_t k = 0; s && k < s->count; k++)
			s->verdicts[k] = *from++;
	}
}

static enum err take_reports(struct cx *cx, void *arg)
{
	const struct reports *r = arg;
	size_t count = count_reports(r->round);
	struct incoming *list = arena_array(cx->arena, count, sizeof(*list));
	struct verdict *verdicts = arena_array(cx->arena, count, sizeof(*verdicts));

	exchange_start(cx);
	gather_reports(r->round, list);
	TRY(receive_messages(cx, r->store, list, count, verdicts));
	hand_out_verdicts(r->round, verdicts);
	return OK;
}

/* Writes the reports of all, and what is answered to each. */
static enum err write_reports(struct cx *cx, const struct app *app, struct round *round, bool *torn)
{
	struct reports reports = { round, app->writer };
	enum err err = unit_run(cx, ROUND_CEILING, take_reports, &reports);

	if (err != OK)
		store_settle(app->writer);
	for (size_t i = 0; i < round->count && err == OK; i++)
		if (submitted_of(&round->list[i]))
			err = exchange_run(&round->list[i], run_answer);
	*torn = err != OK && !is_everybodys(app, &err);
	return err;
}

static enum err write_together(
	struct cx *cx, const struct app *app, struct round *round, bool *torn)
{
	enum err err = store_begin(cx, app->writer);

	for (size_t i = 0; i < round->count && err == OK; i++)
		if (round->list[i].is_pending)
			err = write_boldly(cx, app, &round->list[i], torn);
	if (err == OK && count_reports(round) > 0)
		err = write_reports(cx, app, round, torn);
	round->commit_us = -clock_monotonic_us();
	err = store_end(cx, app->writer, err);
	round->commit_us += clock_monotonic_us();
	return err;
}

/* ---- each in one of its own ---- */

static enum err run_whole(struct cx *cx, void *arg)
{
	struct exchange *x = arg;
	const struct submitted *s;

	TRY(run_inside(cx, x));
	s = x->call.submitted;
	if (!s)
		return OK;
	TRY(receive_messages(cx, x->call.store, s->list, s->count, s->verdicts));
	return run_answer(cx, x);
}

/* What fails here is to blame for it, unless the store is. */
static enum err write_alone(struct cx *cx, const struct app *app, struct exchange *x)
{
	enum err err = exchange_check_room(cx);
	bool is_slow;

	if (err != OK) {
		exchange_fail(x, err);
		return OK;
	}
	TRY(store_begin(cx, app->writer));
	err = exchange_run(x, run_whole);
	is_slow = err == ERR_SLOW && !store_in_transaction(app->writer);
	if (err != OK && !is_slow && is_everybodys(app, &err))
		return store_end(cx, app->writer, err);
	err = store_end(cx, app->writer, err);
	if (err != OK)
		exchange_fail(x, is_slow ? err_slow(cx) : err);
	return OK;
}

static enum err write_each(struct cx *cx, const struct app *app, struct round *round)
{
	for (size_t i = 0; i < round->count; i++) {
		struct exchange *x = &round->list[i];

		if (!x->is_pending)
			continue;
		TRY(write_alone(cx, app, x));
		x->is_pending = false; /* an error of a later one is not its own */
	}
	return OK;
}

enum err commit_round(struct cx *cx, const struct app *app, struct round *round)
{
	struct arena_mark mark = arena_mark(cx->arena);
	bool torn = false;
	enum err err = write_together(cx, app, round, &torn);

	if (!torn)
		return err;
	arena_rewind(cx->arena, mark); /* the answers so far are made again */
	return write_each(cx, app, round);
}
