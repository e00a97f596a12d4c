/* SPDX-License-Identifier: MIT */
#include "shared/actions/routing.h"

#include "shared/base/fold.h"
#include "shared/store/sender_account.h"

enum err routing_key(struct cx *cx, const char *sender_id, const char *name, const char **out)
{
	const char *key = "";

	*out = "";
	if (!sender_id && !name)
		return OK;
	TRY(fold_key(cx, sender_id ? sender_id : name, &key));
	*out = arena_join(cx->arena, sender_id ? "id" : "name", " ", key);
	return OK;
}

/* Would it be weighed, if not now then once it is named? */
static bool is_of_playing(const struct message *m)
{
	return m->reason == REASON_NONE || m->is_nameless || m->unnamed_show ||
	       (m->reason == REASON_UNSUPPORTED_TYPE && m->report.stack && m->report.file > 1);
}

/* Says nothing of its account: a test, a scan, what could not be read. */
static bool is_nobodys(const struct message *m)
{
	return m->reason == REASON_TEST || m->folds_daily || m->drop_body ||
	       reason_outcome(m->reason) == OUTCOME_REFUSED;
}

/* An account that was given by its name is known by its id from then on. */
static enum err learn(struct cx *cx, struct store *s, const struct message *m, const char *key,
	const struct sender_account *row, const struct sender_account **out)
{
	struct sender_account *known;

	*out = row;
	if (strcmp(row->known_as, key) == 0 &&
		(!m->user || (row->name && strcmp(row->name, m->user) == 0)))
		return OK;
	known = arena_raw(cx->arena, sizeof(*known));
	*known = *row;
	known->known_as = key;
	known->name = m->user ? m->user : row->name;
	known->sender_id = m->user_id ? m->user_id : row->sender_id;
	*out = known;
	return store_sender_account_rename(cx, s, known);
}

/* *out is NULL if it is not known. */
static enum err find_account(struct cx *cx, struct store *s, const struct incoming *in,
	const char *key, const struct sender_account **out)
{
	const struct message *m = in->message;
	int64_t hook_id = in->integration->id;
	const struct sender_account *row = NULL;
	const char *by_name;

	TRY(store_sender_account_find(cx, s, hook_id, key, &row));
	if (!row && m->user_id && m->user) {
		TRY(routing_key(cx, NULL, m->user, &by_name));
		TRY(store_sender_account_find(cx, s, hook_id, by_name, &row));
	}
	*out = NULL;
	return row ? learn(cx, s, m, key, row, out) : OK;
}

static enum err await(struct cx *cx, struct store *s, const struct incoming *in,
	const struct sender_account *row, struct routed *out)
{
	struct sender_account ticked = *row;
	struct tick_step step;

	out->stranger_id = row->id;
	if (!in->message->run || in->replay_of)
		return OK;
	step = named_tick(&in->integration->limits, in->message, &ticked.tick);
	out->is_told = step.is_told;
	ticked.turn += !step.is_same_stretch;
	out->turn = ticked.turn;
	return step.is_changed ? store_sender_account_ticked(cx, s, &ticked) : OK;
}

static enum err add_stranger(struct cx *cx, struct store *s, const struct incoming *in,
	const char *key, struct routed *out)
{
	struct sender_account row = { .integration_id = in->integration->id,
		.known_as = key,
		.name = in->message->user,
		.sender_id = in->message->user_id,
		.tick = { NULL, UNSAID, UNSAID } };
	int64_t count = 0;

	TRY(store_sender_account_count(cx, s, row.integration_id, &count));
	if (count >= ACCOUNTS_MAX) {
		out->barred = REASON_OTHER_USER;
		out->detail = arena_printf(cx->arena,
			"Its account is a new one, and this integration has %d already.",
			ACCOUNTS_MAX);
		return OK;
	}
	TRY(store_sender_account_add(cx, s, &row));
	return await(cx, s, in, &row, out);
}

static const char *words(struct cx *cx, const struct message *m)
{
	if (!m->user && !m->user_id)
		return "no account at all";
	return arena_printf(cx->arena, "the account %s", m->user ? m->user : m->user_id);
}

static enum err bar(struct cx *cx, struct store *s, const struct incoming *in, const char *key,
	const struct sender_account *row, struct routed *out)
{
	const struct message *m = in->message;

	if (!is_of_playing(m))
		return OK;
	out->barred = REASON_STRANGER;
	if (!row)
		TRY(add_stranger(cx, s, in, key, out));
	else if (row->is_ignored)
		out->barred = REASON_OTHER_USER;
	else
		TRY(await(cx, s, in, row, out));
	if (out->barred == REASON_STRANGER)
		out->detail = arena_printf(cx->arena,
			"It is of %s, which nobody here has yet. It counts from its receipt as "
			"soon as the account is given to somebody.",
			words(cx, m));
	else if (!out->detail)
		out->detail = arena_printf(
			cx->arena, "It is of %s, which is ignored here.", words(cx, m));
	return OK;
}

/* A replay: does the delivery stay the hook's? */
static enum err stays(struct cx *cx, struct store *s, const struct incoming *in, bool *out)
{
	int64_t play_id;
	size_t count = 0;

	if (in->replay_of)
		TRY(store_delivery_plays(cx, s, in->replay_of, &play_id, 1, &count));
	*out = count > 0;
	return OK;
}

enum err routing_find(struct cx *cx, struct store *s, const struct incoming *in, struct routed *out)
{
	const struct sender_account *row = NULL;
	const struct message *m = in->message;
	const char *key;
	bool is_hooks = is_nobodys(m);

	*out = (struct routed){ .to = in->integration };
	if (!is_hooks)
		TRY(stays(cx, s, in, &is_hooks));
	if (is_hooks)
		return OK;
	TRY(routing_key(cx, m->user_id, m->user, &key));
	TRY(find_account(cx, s, in, key, &row));
	if (!row || row->to_id == 0)
		return bar(cx, s, in, key, row, out);
	if (row->to_id == in->integration->id)
		return OK;
	TRY(store_integration_listener(cx, s, row->to_id, &out->to));
	if (!in->replay_of)
		return OK;
	TRY(store_stranger_put(cx, s, in->replay_of, row->id));
	TRY(store_stranger_move(cx, s, row->id, row->to_id));
	return store_stranger_end(cx, s, row->id);
}
