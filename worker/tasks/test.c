/* SPDX-License-Identifier: MIT */
#include "worker/tasks/test.h"

#include "shared/actions/probe.h"
#include "shared/base/clock.h"
#include "shared/progress/report.h"

/* "Audiobookshelf 2.36.0; the key is alice's and does not expire." */
static const char *greeting_of(
	struct cx *cx, const struct server *a, const struct probed *p, bool is_well)
{
	const char *title = probe_title(a->provider), *version = "", *ends;
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

static enum err store_result(struct cx *cx, struct store *s, const struct server *a,
	const struct server_test *server_test)
{
	enum err err = store_begin(cx, s);

	if (err == OK)
		err = store_server_tested(cx, s, a->integration_id, server_test);
	return store_end(cx, s, err);
}

static enum err test(struct cx *cx, struct store *s, const struct key *key, const struct server *a)
{
	struct probe what = { .provider = a->provider, .url = a->url, .ca_file = a->ca_file };
	struct probed found = { .expires_ms = UNSAID };
	struct server_test server_test = { .url = a->url };
	enum err err = secret_open_seal(
		cx, key, a->url, a->credential.at, a->credential.length, &what.key);

	if (err == OK)
		err = probe(cx, &what, &found);
	server_test.is_greeted = found.is_greeted;
	if (err != OK)
		server_test.error = arena_strdup(cx->arena, cx->note);
	server_test.greeting = greeting_of(cx, a, &found, err == OK);
	return store_result(cx, s, a, &server_test);
}

enum err test_run(struct cx *cx, struct store *s, const struct key *key, int64_t integration_id)
{
	const struct server *a = NULL;
	enum err err = store_server_get(cx, s, integration_id, &a);

	if (err == OK && !a)
		err = err_note(cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" that is asked; see `ryotctl integration list`",
			integration_id);
	return err == OK ? test(cx, s, key, a) : err;
}

enum err test_run_pending(struct cx *cx, struct store *s, const struct key *key)
{
	const struct server *rows;
	size_t count = 0;
	enum err err = store_server_list(cx, s, 0, &rows, &count);

	for (size_t i = 0; i < count && err == OK; i++)
		if (server_is_test_asked(&rows[i]))
			err = test(cx, s, key, &rows[i]);
	return err;
}
