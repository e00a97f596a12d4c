/* SPDX-License-Identifier: MIT */
/*
 * ceiling.c -- ryot-cgi without its work: the same event loop and request
 * parser, and an answer of the usual length. Its throughput is the most that
 * any program behind this nginx can reach; `make bench` compares with it.
 *
 * With CEILING_FILE in the environment it is the durable ceiling: once a round
 * it appends to that file what differs between each body and the one before it
 * of the same address, and waits until the disk has it.
 */
#include <fcntl.h>
#include <unistd.h>

#include "cgi/engine/commit.h"
#include "cgi/engine/loop.h"
#include "cgi/http/conn.h"
#include "shared/base/clock.h"
#include "shared/base/listen.h"
#include "shared/base/log.h"
#include "shared/json/write.h"
#include "shared/providers/sink.h"

enum { ARENA_CEILING = 256 << 20, USUAL_ANSWER = 330, ADDRESSES_MAX = 4096 };

/* The last body of each address, by the number at its end. */
static struct body {
	char *text;
	size_t length, room;
} bodies[ADDRESSES_MAX];

static int file = -1;

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

/* ---- the durable one ---- */

static struct body *body_of(const char *address)
{
	size_t digits = strlen(address);

	while (digits > 0 && address[digits - 1] >= '0' && address[digits - 1] <= '9')
		digits--;
	return &bodies[strtoul(address + digits, NULL, 10) % ADDRESSES_MAX];
}

static bool replace(struct body *body, const char *text, size_t length)
{
	if (length > body->room) {
		free(body->text);
		body->room = 2 * length;
		body->text = malloc(body->room);
	}
	body->length = body->text ? length : 0;
	if (body->text)
		memcpy(body->text, text, length);
	return body->text != NULL;
}

/* From the first byte that differs to the last one. */
static struct bytes difference(const struct body *body, const char *text, size_t length)
{
	size_t shorter = length < body->length ? length : body->length;
	size_t head = 0, tail = 0;

	while (head < shorter && text[head] == body->text[head])
		head++;
	while (tail < shorter - head &&
		text[length - 1 - tail] == body->text[body->length - 1 - tail])
		tail++;
	return (struct bytes){ text + head, length - head - tail };
}

static enum err append(struct cx *cx, struct buf *out, const struct call *c)
{
	struct body *body = body_of(c->params[1]);
	struct bytes news = difference(body, c->req->body, c->req->length);

	buf_add(out, news.at, news.length);
	if (!replace(body, c->req->body, c->req->length) || out->cut)
		return err_note(cx, ERR_INTERNAL, "no memory");
	return OK;
}

static enum err sync_file(struct cx *cx, struct round *round, const struct buf *out)
{
	enum err err = OK;

	round->commit_us = -clock_monotonic_us();
	if (write(file, out->text, out->length) != (ssize_t)out->length || fdatasync(file) != 0)
		err = err_note(cx, ERR_BUSY, "not written: %s", strerror(errno));
	round->commit_us += clock_monotonic_us();
	return err;
}

/* In the place of the engine's own, which writes to the database. */
enum err commit_round(struct cx *cx, const struct app *app, struct round *round)
{
	struct buf out;

	(void)app;
	if (file < 0)
		return OK;
	buf_init(&out, cx->arena, ARENA_CEILING / 4);
	for (size_t i = 0; i < round->count; i++)
		if (round->list[i].is_pending)
			TRY(append(cx, &out, &round->list[i].call));
	return sync_file(cx, round, &out);
}

/* Leaves it to commit_round. */
static enum err keep(struct call *c)
{
	(void)c;
	return OK;
}

const struct route routes[] = {
	/* clang-format off */
	{ "GET",  "/healthz",                              WHO_SENDER, 0, 0,        ready, NULL },
	{ "POST", "/webhooks/integrations/:provider/:key", WHO_SENDER, 0, BODY_MAX, take, keep },
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
	if (getenv("CEILING_FILE"))
		file = open(getenv("CEILING_FILE"), O_WRONLY | O_CREAT | O_APPEND, 0600);
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
