/* SPDX-License-Identifier: MIT */
/* loop.c -- waits, accepts, and drives the rounds. */
#include "cgi/engine/loop.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cgi/engine/metrics.h"
#include "cgi/engine/notify.h"
#include "cgi/engine/round.h"
#include "cgi/hooks/kept.h"
#include "cgi/hooks/refused.h"
#include "cgi/http/conn.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/store/delivery_write.h"
#include "shared/store/trash.h"

enum {
	CONNECTIONS_MAX = 2048,
	PRUNE_EVERY_MS = 60 * 60 * 1000,
	HASH_PATIENCE_MS = 5000, /* when stopping, for the next password to be hashed */
};

struct loop {
	const struct app *app;
	int epoll, listener;
	struct conn *open[CONNECTIONS_MAX];
	int connections;   /* entries of `open` in use */
	bool is_listening; /* the listener is in the epoll set */
	int64_t pruned_ms;
	struct round round;
};

/* Set by the signal handler, read by the loop. */
static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal_number)
{
	(void)signal_number;
	stop_asked = 1;
}

void loop_catch_signals(void)
{
	struct sigaction action = { .sa_handler = ask_stop };
	sigset_t stops;

	sigemptyset(&action.sa_mask);
	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	sigprocmask(SIG_BLOCK, &stops, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGCHLD, SIG_IGN); /* shared/crypto/hasher.h: nobody waits for a child */
}

/* Signals are unblocked only while waiting, so none is missed. */
static void get_mask(sigset_t *while_waiting)
{
	sigprocmask(SIG_BLOCK, NULL, while_waiting);
	sigdelset(while_waiting, SIGTERM);
	sigdelset(while_waiting, SIGINT);
}

static bool watch(struct loop *l, int fd, void *what)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };

	return epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void unwatch(struct loop *l, int fd)
{
	epoll_ctl(l->epoll, EPOLL_CTL_DEL, fd, NULL);
}

static void ignore_listener(struct loop *l)
{
	if (l->is_listening)
		unwatch(l, l->listener);
	l->is_listening = false;
}

static void drop(struct loop *l, struct conn *c)
{
	int at = 0;

	while (l->open[at] != c)
		at++;
	l->open[at] = l->open[--l->connections];
	conn_destroy(c); /* closing removes it from epoll */
	if (!l->is_listening && !stop_asked)
		l->is_listening = watch(l, l->listener, NULL);
}

static void accept_all(struct loop *l)
{
	int fd;

	while (l->connections < CONNECTIONS_MAX && (fd = accept(l->listener, NULL, NULL)) >= 0) {
		struct conn *c;

		fcntl(fd, F_SETFD, FD_CLOEXEC);
		c = conn_create(fd);
		if (!c)
			continue;
		l->open[l->connections++] = c;
		if (!watch(l, fd, c))
			drop(l, c);
	}
	/* Full, or out of descriptors: accept again when a connection ends. */
	if (l->connections >= CONNECTIONS_MAX || errno == EMFILE || errno == ENFILE)
		ignore_listener(l);
}

/* A connection whose request is aside is not watched until it is answered. */
static bool answer_one(struct cx *cx, struct loop *l, struct exchange *x)
{
	bool is_kept = round_answer(cx, x);

	if (!x->aside)
		return is_kept;
	aside_free(&l->round.asides, x->aside);
	return is_kept && watch(l, conn_fd(x->conn), x->conn);
}

static void answer_all(struct cx *cx, struct loop *l)
{
	metrics_round(l->round.count, l->connections);
	for (size_t i = 0; i < l->round.count; i++) {
		struct exchange *x = &l->round.list[i];

		metrics_answer(x->res.status, clock_monotonic_us() - l->round.began_us);
		/*
		 * When stopping, keep no connection: nginx sends its next
		 * request elsewhere.
		 */
		if (!answer_one(cx, l, x) || stop_asked)
			drop(l, x->conn);
	}
	l->round.count = 0;
	l->round.bytes = 0;
	l->round.answered_us = clock_monotonic_us();
}

static void read_one(struct cx *cx, struct loop *l, struct conn *c)
{
	enum round_got got = round_read(cx, l->app, &l->round, c);

	if (got == ROUND_OVER)
		drop(l, c);
	else if (got == ROUND_ASIDE)
		unwatch(l, conn_fd(c));
}

static void resume_ready(struct cx *cx, struct loop *l)
{
	struct asides *asides = &l->round.asides;
	struct aside *a;

	while (round_has_room(cx, &l->round) && (a = aside_next(asides)))
		if (round_resume(cx, l->app, &l->round, a) == ROUND_OVER) {
			drop(l, a->conn);
			aside_free(asides, a);
		}
}

static void start_hashers(struct cx *cx, struct loop *l)
{
	struct hasher *hasher;

	while ((hasher = aside_start(cx, &l->round.asides)))
		if (!watch(l, hasher->fd, hasher))
			aside_end(&l->round.asides, hasher);
}

/* If it is a hasher, takes its result. */
static bool end_hasher(struct loop *l, void *what)
{
	for (size_t i = 0; i < HASHERS; i++) {
		struct hasher *hasher = &l->round.asides.hashers[i];

		if (what != hasher)
			continue;
		unwatch(l, hasher->fd);
		aside_end(&l->round.asides, hasher);
		return true;
	}
	return false;
}

/* Waits for connections and reads their requests. False: none was new. */
static bool read_ready(struct cx *cx, struct loop *l, int timeout_ms, const sigset_t *while_waiting)
{
	struct epoll_event ready[ROUND_MAX];
	bool is_new = l->round.asides.ready.first != NULL;
	int count;

	start_hashers(cx, l);
	if (l->round.asides.ready.first)
		timeout_ms = 0;
	count = epoll_pwait(l->epoll, ready, ROUND_MAX, timeout_ms, while_waiting);
	cx->now_ms = clock_now_ms();
	for (int i = 0; i < count && round_has_room(cx, &l->round); i++) {
		struct conn *c = ready[i].data.ptr;

		if (end_hasher(l, c)) {
			is_new = true;
			continue;
		}
		/*
		 * Readable while its answer is pending: the peer closed or
		 * pipelined. Leave it for the next round.
		 */
		if (c && conn_is_waiting(c))
			continue;
		is_new = true;
		if (!c)
			accept_all(l);
		else
			read_one(cx, l, c);
	}
	resume_ready(cx, l);
	return is_new;
}

/* Might another request arrive in time to share the commit? */
static bool is_worth_waiting(const struct cx *cx, const struct loop *l)
{
	const struct round *r = &l->round;

	return r->count > 0 && r->count < (size_t)l->connections && round_has_room(cx, r) &&
	       round_patience_ms(r) > 0;
}

/* One round. False: there was nothing to do. */
static bool turn(struct cx *cx, struct loop *l, int timeout_ms, const sigset_t *while_waiting)
{
	bool is_any = read_ready(cx, l, timeout_ms, while_waiting);

	while (is_worth_waiting(cx, l) &&
		read_ready(cx, l, round_patience_ms(&l->round), while_waiting))
		;
	if (l->round.count > 0) {
		round_serve(cx, l->app, &l->round);
		answer_all(cx, l);
		log_flush();
	}
	if (l->round.has_secrets)
		arena_wipe(cx->arena);
	l->round.has_secrets = false;
	arena_reset(cx->arena);
	return is_any;
}

struct pruning {
	const struct app *app;
	int64_t removed;
};

static enum err prune_deliveries(struct cx *cx, void *arg)
{
	struct pruning *p = arg;
	const struct app *app = p->app;
	int days = (int)app->conf->retention_days, rows = (int)app->conf->retention_rows;

	TRY(store_begin(cx, app->writer));
	return store_end(
		cx, app->writer, store_delivery_prune(cx, app->writer, days, rows, &p->removed));
}

static enum err empty_trash(struct cx *cx, void *arg)
{
	struct pruning *p = arg;
	struct store *s = p->app->writer;

	TRY(store_begin(cx, s));
	return store_end(cx, s, store_trash_empty(cx, s, &p->removed));
}

/* Bodies over their quota; those that other programs stored as well. */
static enum err drop_bodies(struct cx *cx, void *arg)
{
	const struct pruning *p = arg;

	return kept_settle(cx, p->app);
}

static enum err log_failure(struct cx *cx, void *nothing)
{
	(void)nothing;
	log_warning("prune failed note=%s", log_quote(cx->arena, cx->note));
	return OK;
}

/* One step of the work between two rounds, in separate transactions. */
static void tidy(struct cx *cx, unit_fn *step, struct pruning *p)
{
	if (unit_run(cx, REQUEST_CEILING, step, p) != OK) {
		store_settle(p->app->writer);
		store_rollback(p->app->writer);
		if (unit_run(cx, REQUEST_CEILING, log_failure, NULL) != OK)
			log_warning("prune failed");
	} else if (p->removed > 0) {
		log_info("prune removed=%" PRId64, p->removed);
	}
	arena_reset(cx->arena);
	log_flush();
}

/* Old deliveries and the trash once an hour, bodies when they are due. */
static void prune(struct cx *cx, struct loop *l)
{
	struct pruning p = { .app = l->app };

	if (cx->now_ms - l->pruned_ms >= PRUNE_EVERY_MS || cx->now_ms < l->pruned_ms) {
		l->pruned_ms = cx->now_ms;
		tidy(cx, prune_deliveries, &p);
		p.removed = 0;
		tidy(cx, empty_trash, &p);
		p.removed = 0;
		kept_doubt();
	}
	if (kept_due_ms(cx->now_ms) == 0)
		tidy(cx, drop_bodies, &(struct pruning){ .app = l->app });
}

static void write_refused(struct cx *cx, const struct loop *l, bool all)
{
	refused_write(cx, l->app, all);
	arena_reset(cx->arena);
	log_flush();
}

/* Until the next thing that is to be done without a request. */
static int idle_ms(const struct cx *cx)
{
	int64_t due_ms = refused_due_ms(cx->now_ms), kept_ms = kept_due_ms(cx->now_ms);

	if (kept_ms < due_ms)
		due_ms = kept_ms;
	return due_ms < PRUNE_EVERY_MS ? (int)due_ms : PRUNE_EVERY_MS;
}

static void serve(struct cx *cx, struct loop *l)
{
	sigset_t while_waiting;

	get_mask(&while_waiting);
	kept_doubt(); /* of what was received before this start */
	notify("READY=1");
	while (!stop_asked) {
		turn(cx, l, idle_ms(cx), &while_waiting);
		prune(cx, l);
		write_refused(cx, l, false);
	}
	/* Read, store and answer what nginx has already sent. */
	ignore_listener(l);
	while (turn(cx, l, 0, &while_waiting))
		;
	while (l->round.asides.count > 0)
		if (!turn(cx, l, HASH_PATIENCE_MS, &while_waiting))
			aside_give_up(&l->round.asides);
	write_refused(cx, l, true);
	while (l->connections > 0)
		drop(l, l->open[0]);
}

enum err loop_run(struct cx *cx, const struct app *app, int listener)
{
	struct loop *l = calloc(1, sizeof(*l));
	enum err err = OK;

	if (!l)
		return err_note(cx, ERR_INTERNAL, "no memory for the loop");
	l->app = app;
	l->listener = listener;
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->is_listening = l->epoll >= 0 && watch(l, listener, NULL);
	if (l->is_listening)
		serve(cx, l);
	else
		err = err_note(cx, ERR_INTERNAL, "epoll: %s", strerror(errno));
	if (l->epoll >= 0)
		close(l->epoll);
	free(l);
	return err;
}
