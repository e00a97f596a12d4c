/* SPDX-License-Identifier: MIT */
#include "cgi/engine/exchange.h"

#include "cgi/access/auth.h"
#include "cgi/engine/metrics.h"
#include "cgi/web/page.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/wake.h"

enum {
	LIMIT_MS = 1000, /* of a handler; senders are never given up */
	/*
	 * Of one person in a round, so that others wait for no more than that:
	 * what comes beyond is to come again.
	 */
	SHARE_US = 2 * 1000 * 1000,
	SHARE_PLACES = 64,
};

static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

bool exchange_is_for_person(const struct exchange *x)
{
	if (x->route)
		return x->route->who != WHO_SENDER && x->route->who != WHO_TOKEN;
	return !is_below(x->req.path, "/webhooks") && !is_below(x->req.path, "/api") &&
	       !is_below(x->req.path, "/trakt") && !is_below(x->req.path, "/oauth");
}

struct failure {
	struct exchange *x;
	enum err err;
};

static enum err describe(struct cx *cx, void *arg)
{
	const struct failure *f = arg;

	if (exchange_is_for_person(f->x))
		page_fail(&f->x->call, f->err);
	else
		res_fail(cx, &f->x->res, f->err);
	return OK;
}

void exchange_fail(struct exchange *x, enum err err)
{
	struct failure f = { x, err };

	if (x->res.file)
		fclose(x->res.file);
	x->res.file = NULL;
	if (unit_run(x->call.cx, EXCHANGE_WORDS, describe, &f) != OK)
		res_bare(&x->res, err);
}

enum err exchange_run(struct exchange *x, unit_fn *part)
{
	const struct app *app = x->call.app;
	struct arena *a = x->call.cx->arena;
	enum err err;

	a->wanted = 0;
	err = unit_run(x->call.cx, REQUEST_CEILING, part, x);
	x->was_cut = a->wanted > 0;
	if (x->was_cut) { /* what it left is in memory that is free again */
		x->res = x->prepared;
		store_settle(app->reader);
		store_settle(app->writer);
		store_limit(app->reader, 0);
		store_limit(app->writer, 0);
	}
	return err;
}

static enum err run_in_time(struct exchange *x, call_fn *handler)
{
	enum err err;

	store_limit(x->call.store, (x->route->flags & (APART | LONG)) ? 0 : LIMIT_MS);
	err = handler(&x->call);
	store_limit(x->call.store, 0);
	return err;
}

static enum err refuse_more(struct cx *cx)
{
	return err_note(
		cx, ERR_SLOW, "You asked for too much at the same time. Try again in a moment.");
}

enum err exchange_check_share(const struct exchange *x)
{
	return x->share->places > SHARE_PLACES ? refuse_more(x->call.cx) : OK;
}

enum err exchange_handle(struct exchange *x, call_fn *handler)
{
	struct share *share = x->share;
	int64_t began_us = clock_monotonic_us();
	enum err err;

	if (x->route->who == WHO_SENDER)
		return handler(&x->call);
	if (share && share->spent_us >= SHARE_US)
		return refuse_more(x->call.cx);
	err = run_in_time(x, handler);
	if (share)
		share->spent_us += clock_monotonic_us() - began_us;
	return err;
}

/* Logs the pattern instead of the path, which may contain a secret. */
static void log_answer(struct cx *cx, const struct exchange *x)
{
	const struct visitor *who = x->call.visitor;
	struct buf line;

	log_begin(&line, cx->arena, "answer");
	log_field_quoted(&line, "method", x->req.method);
	log_field(&line, "route", x->route ? x->route->pattern : "none");
	log_field_i64(&line, "status", x->res.status);
	log_field_i64(&line, "user", who ? who->user_id : 0);
	log_field(&line, "request", x->req.id);
	log_line(line.text);
}

/*
 * Probes come every few seconds, and what nginx refused comes in floods:
 * neither is worth a line each.
 */
static bool is_quiet(const struct exchange *x)
{
	return x->req.is_refused ||
	       (x->route && x->route->who == WHO_SENDER && strcmp(x->route->method, "GET") == 0);
}

enum err exchange_record(struct cx *cx, void *exchange)
{
	const struct exchange *x = exchange;

	if (x->res.log)
		log_line(x->res.log);
	else if (!is_quiet(x))
		log_answer(cx, x);
	if (x->res.provider)
		metrics_reports(x->res.provider, x->res.reports);
	if (x->res.wakes_worker)
		wake_send(x->call.app->conf->yank_socket); /* else the schedule starts it */
	return OK;
}
