/* SPDX-License-Identifier: MIT */
/* accounts.c -- the accounts of a shared hook: listed, given, ignored. */
#include "cgi/api/api.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/household.h"
#include "shared/wire/sender_account.h"

enum err api_accounts_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct sender_account_row *rows = NULL;
	const struct integration *hook = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(api_outward(c, integration_card_find_own(c, &hook)));
	TRY(store_sender_account_list(c->cx, c->store, hook->id, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++) {
		jput_open(c->out, NULL, '{');
		sender_account_put(c->out, &rows[i]);
		jput_close(c->out, '}');
	}
	api_list_close(c->out, NULL);
	return OK;
}

static void put_effect(const struct call *c, const struct household_effect *e)
{
	jput_open(c->out, NULL, '{');
	sender_account_put(c->out, e->row);
	sender_account_tally_put(c->out, &e->tally);
	jput_close(c->out, '}');
}

static struct household acting(const struct call *c)
{
	return (struct household){ .user_id = c->visitor->user_id,
		.is_admin = c->visitor->is_admin };
}

static enum err give(const struct call *c, const struct household *what, bool is_preview)
{
	struct household_effect effect;
	enum err err;

	TRY(store_begin(c->cx, c->store));
	err = household_give(c->cx, c->store, c->app->conf, what, &effect);
	if (err == OK && is_preview)
		store_rollback(c->store);
	else
		err = store_end(c->cx, c->store, err);
	TRY(api_outward(c, err));
	put_effect(c, &effect);
	return OK;
}

enum err api_accounts_post(struct call *c)
{
	static const char *const names[] = { "name", "person", NULL };
	struct household what = acting(c);
	struct json body;

	TRY(api_outward(c, integration_card_find_own(c, &what.hook)));
	TRY(api_body(c, names, &body));
	TRY(json_need_str(c->cx, body, "name", ONLY_USER_MAX, &what.account));
	TRY(json_need_str(c->cx, body, "person", USER_NAME_MAX, &what.person));
	return give(c, &what, false);
}

enum err api_account_give(struct call *c)
{
	static const char *const names[] = { "person", "preview", NULL };
	struct household what = acting(c);
	bool is_preview = false;
	struct json body;

	TRY(call_id(c, &what.account_id));
	TRY(api_body(c, names, &body));
	TRY(json_need_str(c->cx, body, "person", USER_NAME_MAX, &what.person));
	TRY(json_may_bool(c->cx, body, "preview", &is_preview));
	return give(c, &what, is_preview);
}

typedef enum err change_fn(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out);

static enum err change(const struct call *c, change_fn *how)
{
	struct household what = acting(c);
	struct household_effect effect;

	TRY(api_no_body(c));
	TRY(call_id(c, &what.account_id));
	TRY(api_outward(c, how(c->cx, c->store, &what, &effect)));
	put_effect(c, &effect);
	return OK;
}

enum err api_account_ignore(struct call *c)
{
	return change(c, household_ignore);
}

enum err api_account_take_back(struct call *c)
{
	return change(c, household_take_back);
}
