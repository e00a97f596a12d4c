/* SPDX-License-Identifier: MIT */
/*
 * ceiling.c -- ryot-cgi without its work: the same event loop and request
 * parser, and an answer of the usual length. Its throughput is the most that
 * any program behind this nginx can reach; `make bench` compares with it.
 */
#include "cgi/engine/loop.h"
#include "cgi/http/conn.h"
#include "shared/base/listen.h"
#include "shared/base/log.h"
#include "shared/json/write.h"
#include "shared/providers/sink.h"

enum { ARENA_CEILING = 256 << 20, USUAL_ANSWER = 330 };

static enum err take(struct call *c)
{
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "bytes", (int64_t)c->req->length);
	jput_str(c->out, "detail", arena_printf(c->cx->arena, "%*s", USUAL_ANSWER, "-"));
	jput_close(c->out, '}');
	return OK;
}

static enum err ready(struct call *c)
{
	jput_open(c->out, NULL, '{');
	jput_close(c->out, '}');
	return OK;
}

const struct route routes[] = {
	/* clang-format off */
	{ "GET",  "/healthz",                              WHO_SENDER, 0, 0,        ready, NULL },
	{ "POST", "/webhooks/integrations/:provider/:key", WHO_SENDER, 0, BODY_MAX, take, NULL },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

/* Opens a database because the loop maintains one every hour. */
int main(int argc, char **argv)
{
	struct arena arena;
	struct cx cx = { .arena = &arena };
	struct conf conf;
	struct app app = { .conf = &conf };
	int listener = -1;
	enum err err;

	arena_init(&arena, ARENA_CEILING);
	err = conf_load(&cx, &argc, argv, &conf);
	if (err == OK)
		err = store_open(&cx, conf.database, STORE_WRITE, &app.writer);
	if (err == OK)
		err = conn_open_library(&cx);
	if (err == OK)
		err = listen_open(&cx, conf.socket, &listener);
	if (err == OK) {
		/* The loop resets its arena: keep the settings out of it. */
		struct arena own;
		struct cx round = { .arena = &own };

		arena_init(&own, ARENA_CEILING);
		err = loop_run(&round, &app, listener);
		arena_finish(&own);
		listen_close(conf.socket, listener);
	}
	store_close(app.writer);
	if (err != OK)
		fprintf(stderr, "ceiling: %s\n", cx.note);
	arena_finish(&arena);
	return err_exit_code(err);
}
