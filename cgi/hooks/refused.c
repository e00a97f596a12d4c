/* SPDX-License-Identifier: MIT */
/* refused.c -- see refused.h. */
#include "cgi/hooks/refused.h"

#include "cgi/access/auth.h"
#include "shared/base/log.h"
#include "shared/store/integration.h"
#include "shared/store/refusal.h"

enum {
	WRITE_EVERY_MS = 60 * 1000,
	COUNTED_MAX = 64, /* integrations a minute; others are refused uncounted */
};

/* Global because a process has one thread and one loop. */
static struct {
	struct counted {
		int64_t integration_id;
		struct refusal run;
	} list[COUNTED_MAX];
	size_t count;
	int64_t written_ms;
} refused;

static void count(int64_t integration_id, int64_t now_ms)
{
	size_t i = 0;

	while (i < refused.count && refused.list[i].integration_id != integration_id)
		i++;
	if (i == COUNTED_MAX)
		return;
	if (i == refused.count)
		refused.list[refused.count++] = (struct counted){ integration_id,
			{ .since_ms = now_ms, .last_ms = now_ms } };
	refused.list[i].run.count++;
	refused.list[i].run.last_ms = now_ms;
}

static enum err by_token(const struct call *c, const char *token, int64_t *id)
{
	unsigned char hash[TOKEN_HASH];

	token_hash(token, hash);
	return store_refusal_by_token(c->cx, c->app->reader, hash, c->params[0], id);
}

/* *id stays 0 if there is none. */
static enum err find(const struct call *c, int64_t *id)
{
	const char *key = c->params[1] ? c->params[1] : auth_bearer(c->req);
	const struct integration *found = NULL;

	if (!key)
		return OK;
	if (!c->params[1] || token_has_shape(key))
		return by_token(c, key, id);
	TRY(store_integration_by_slug(c->cx, c->app->reader, key, &found));
	if (found && strcmp(found->provider, c->params[0]) == 0)
		*id = found->id;
	return OK;
}

enum err refused_count(struct call *c, const struct route *route)
{
	int64_t id = 0;

	if (route && route->who == WHO_SENDER && c->params[0] && find(c, &id) == OK && id > 0)
		count(id, c->cx->now_ms);
	return err_note(c->cx, ERR_TOO_MANY, "Too many requests from this address.");
}

int64_t refused_due_ms(int64_t now_ms)
{
	int64_t since_ms = now_ms - refused.written_ms;

	if (refused.count == 0)
		return INT64_MAX;
	return since_ms < 0 || since_ms >= WRITE_EVERY_MS ? 0 : WRITE_EVERY_MS - since_ms;
}

static enum err add_all(struct cx *cx, struct store *s)
{
	for (size_t i = 0; i < refused.count; i++)
		TRY(store_refusal_add(cx, s, refused.list[i].integration_id, &refused.list[i].run));
	return OK;
}

static enum err write_all(struct cx *cx, struct store *s)
{
	TRY(store_begin(cx, s));
	return store_end(cx, s, add_all(cx, s));
}

void refused_write(struct cx *cx, const struct app *app, bool all)
{
	enum err err;

	if (refused.count == 0 || (!all && refused_due_ms(cx->now_ms) > 0))
		return;
	refused.written_ms = cx->now_ms;
	err = write_all(cx, app->writer);
	if (err != OK) {
		log_warning("refused not-written note=%s", log_quote(cx->arena, cx->note));
		return;
	}
	for (size_t i = 0; i < refused.count; i++)
		log_warning("refused integration=%" PRId64 " reports=%" PRId64,
			refused.list[i].integration_id, refused.list[i].run.count);
	refused.count = 0;
}
