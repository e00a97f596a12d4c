/* SPDX-License-Identifier: MIT */
#include "worker/tasks/test.h"

#include "shared/actions/probe.h"
#include "shared/base/clock.h"
#include "shared/base/unit.h"
#include "shared/crypto/seal.h"
#include "shared/progress/report.h"
#include "shared/providers/provider.h"

/* An answer has at most 32 MiB. */
enum { TEST_CEILING = 64 << 20 };

/* "<title> 2.36.0; the key is alice's and does not expire." */
static const char *greeting_of(
	struct cx *cx, const struct server *server, const struct probed *p, bool is_well)
{
	const char *title = provider_title(server->provider), *version = "", *ends;
	char when[CLOCK_TEXT];

	if (!p->is_greeted)
		return NULL;
	if (p->version)
		version = arena_printf(cx->arena, " %s", p->version);
	if (!is_well)
		return arena_printf(cx->arena, "%s%s.", title, version);
	clock_text(p->expires_ms, when);
	ends = p->expires_ms == UNSAID ? "does not expire"
				       : arena_printf(cx->arena, "expires on %.10s", when);
	return arena_printf(
		cx->arena, "%s%s; the key is %s's and %s.", title, version, p->user, ends);
}

static enum err store_result(struct cx *cx, struct store *s, const struct server *server,
	const struct server_test *server_test)
{
	TRY(store_begin(cx, s));
	return store_end(cx, s, store_server_tested(cx, s, server->integration_id, server_test));
}

struct testing {
	const struct key *key;
	const struct server *server;
	struct probed found;
};

static enum err open_and_probe(struct cx *cx, void *arg)
{
	struct testing *t = arg;
	const struct server *server = t->server;
	struct probe what = {
		.provider = server->provider, .url = server->url, .ca_file = server->ca_file
	};

	TRY(seal_open(cx, t->key, server->url, server->credential.at, server->credential.length,
		&what.key));
	return probe(cx, &what, &t->found);
}

static enum err test(
	struct cx *cx, struct store *s, const struct key *key, const struct server *server)
{
	struct testing t = { key, server, { .expires_ms = UNSAID } };
	struct server_test server_test = { .url = server->url };
	enum err err = unit_run(cx, TEST_CEILING, open_and_probe, &t);

	if (err == ERR_TOO_LARGE || err == ERR_BUSY)
		t.found = (struct probed){ .expires_ms = UNSAID };
	server_test.is_greeted = t.found.is_greeted;
	if (err != OK)
		server_test.error = arena_strdup(cx->arena, cx->note);
	server_test.greeting = greeting_of(cx, server, &t.found, err == OK);
	return store_result(cx, s, server, &server_test);
}

enum err test_run(struct cx *cx, struct store *s, const struct key *key, int64_t integration_id)
{
	const struct server *server = NULL;

	TRY(store_server_get(cx, s, integration_id, &server));
	if (!server)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" with a server to ask; see `ryotctl integration list`",
			integration_id);
	return test(cx, s, key, server);
}

enum err test_run_pending(struct cx *cx, struct store *s, const struct key *key)
{
	const struct server *rows;
	size_t count = 0;

	TRY(store_server_list(cx, s, 0, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct arena_mark mark = arena_mark(cx->arena);

		if (server_is_test_asked(&rows[i]))
			TRY(test(cx, s, key, &rows[i]));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}
