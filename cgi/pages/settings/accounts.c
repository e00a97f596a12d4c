/* SPDX-License-Identifier: MIT */
/* accounts.c -- the accounts of a shared hook: who has them, who waits. */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/household.h"
#include "shared/store/people.h"

enum { NAME_SHOWN = 60, TITLE_SHOWN = 80 };

/* What stands in the form after a refusal. */
struct typed {
	const char *error;
	const char *account, *person; /* of one that is named; or NULL */
};

static const char *path_of(const struct call *c, const struct sender_account *a, const char *rest)
{
	return arena_printf(c->cx->arena, "settings/accounts/%" PRId64 "%s", a->id, rest);
}

/* ---- one account ---- */

static const char *name_of(const struct call *c, const struct sender_account *a)
{
	return words_clip(c->cx, household_account_name(a), NAME_SHOWN);
}

static enum err put_heard(const struct call *c, const struct sender_account_row *row)
{
	struct heard_through heard;

	if (row->account.is_ignored) {
		html(c->out, "<span class='meta'>Ignored</span>");
		return OK;
	}
	TRY(store_heard_through(c->cx, c->store, row->account.to_id, &heard));
	htmlf(c->out, "<span class='meta'>Given to <bdi>%s</bdi>", row->user_name);
	if (row->user_id != c->visitor->user_id && heard.last_ms != UNSAID) {
		htmlf(c->out, "; %s, last ",
			words_count(c->cx, heard.deliveries, "delivery", "deliveries"));
		page_time(c, heard.last_ms);
	}
	html(c->out, "</span>");
	return OK;
}

static void put_waiting(const struct call *c, const struct sender_account_row *row)
{
	htmlf(c->out, "<span class='meta'>%s",
		words_count(c->cx, row->reports, "report waits", "reports wait"));
	if (row->last_ms != UNSAID) {
		html(c->out, ", last ");
		page_time(c, row->last_ms);
	}
	if (row->title)
		htmlf(c->out, ", of <bdi>%s</bdi>", words_clip(c->cx, row->title, TITLE_SHOWN));
	html(c->out, "</span>");
}

/* An administrator names anybody; others have it themselves. */
static void put_give(const struct call *c, const struct sender_account *a)
{
	if (!c->visitor->is_admin) {
		page_button(c, &(struct button){ .action = path_of(c, a, "/give"),
				       .label = "Mine",
				       .style = "",
				       .name = "person",
				       .value = c->visitor->name });
		return;
	}
	page_form(c, path_of(c, a, "/give"));
	htmlf(c->out,
		"<div class='row'><input name='person' list='people' required maxlength='%d' "
		"autocomplete='off' autocapitalize='none' spellcheck='false' "
		"aria-label='Who has %s'> <button>Give</button></div></form>\n",
		USER_NAME_MAX, name_of(c, a));
}

static enum err put_account(const struct call *c, const struct sender_account_row *row)
{
	const struct sender_account *a = &row->account;
	bool is_stranger = a->to_id == 0 && !a->is_ignored;

	htmlf(c->out, "<li><div class='what'><span><bdi>%s</bdi></span>\n", name_of(c, a));
	if (is_stranger)
		put_waiting(c, row);
	else
		TRY(put_heard(c, row));
	html(c->out, "</div><div class='end'>");
	if (a->to_id == 0)
		put_give(c, a);
	if (is_stranger)
		page_button(c, &(struct button){ .action = path_of(c, a, "/ignore"),
				       .label = "Ignore",
				       .style = "plain" });
	else
		page_button(c, &(struct button){ .action = path_of(c, a, "/take-back"),
				       .label = "Take back",
				       .style = "plain" });
	html(c->out, "</div></li>\n");
	return OK;
}

/* ---- the page ---- */

static enum err put_people(const struct call *c)
{
	const struct user_summary *rows = NULL;
	size_t count = 0;
	bool more;

	if (!c->visitor->is_admin)
		return OK;
	TRY(store_people_list(c->cx, c->store, "", &rows, &count, &more));
	html(c->out, "<datalist id='people'>");
	for (size_t i = 0; i < count; i++)
		htmlf(c->out, "<option value='%s'></option>", rows[i].name);
	html(c->out, "</datalist>\n");
	return OK;
}

static void put_form(
	const struct call *c, const struct integration *hook, const struct typed *typed)
{
	const char *person = typed->person ? typed->person : "";

	html(c->out, "<section class='card'><h2>Before its first report</h2>\n");
	page_form(c, integration_card_path(c->cx, hook->id, "/accounts"));
	htmlf(c->out,
		"<label>Name of the account <input name='account' value='%s' required "
		"maxlength='%d' autocapitalize='none' spellcheck='false'></label>\n",
		words_clip(c->cx, typed->account ? typed->account : "", ONLY_USER_MAX),
		ONLY_USER_MAX);
	if (c->visitor->is_admin)
		htmlf(c->out,
			"<label>Who has it <input name='person' value='%s' list='people' required "
			"maxlength='%d' autocomplete='off' autocapitalize='none' "
			"spellcheck='false'></label>\n",
			words_clip(c->cx, person, USER_NAME_MAX), USER_NAME_MAX);
	else
		htmlf(c->out, "<input type='hidden' name='person' value='%s'>\n", c->visitor->name);
	html(c->out, "<button class='primary'>Give it</button></form></section>\n");
}

static enum err put_accounts(const struct call *c, const struct integration *hook)
{
	const struct sender_account_row *rows = NULL;
	size_t count = 0;

	TRY(store_sender_account_list(c->cx, c->store, hook->id, &rows, &count));
	if (count == 0) {
		html(c->out, "<section class='empty'><h2>No account yet</h2>\n"
			     "<p>When one plays something, it is listed here.</p></section>\n");
		return OK;
	}
	html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < count; i++)
		TRY(put_account(c, &rows[i]));
	html(c->out, "</ul>\n");
	return OK;
}

static enum err show(
	const struct call *c, const struct integration *hook, const struct typed *typed)
{
	page_open(c, SECTION_INTEGRATIONS, "Accounts");
	htmlf(c->out, "<div class='stack'><p><a href='%s'><bdi>%s</bdi></a></p><h1>Accounts</h1>\n",
		integration_card_path(c->cx, hook->id, ""), hook->name);
	html(c->out, "<p class='soft'>Who plays there, and whose history it is here. What somebody "
		     "is given is seen by them alone.</p></div>\n");
	if (!hook->is_shared)
		html(c->out, "<p class='warning'>All reports are yours: this integration does not "
			     "serve several people. Its settings change that.</p>\n");
	page_error(c, typed->error);
	TRY(put_people(c));
	TRY(put_accounts(c, hook));
	if (hook->is_shared)
		put_form(c, hook, typed);
	page_close(c);
	return OK;
}

enum err settings_accounts_get(struct call *c)
{
	const struct integration *hook = NULL;

	page_make(c);
	TRY(integration_card_find_own(c, &hook));
	return show(c, hook, &(struct typed){ .error = NULL });
}

/* ---- the forms ---- */

static struct household acting(const struct call *c)
{
	return (struct household){ .user_id = c->visitor->user_id,
		.is_admin = c->visitor->is_admin,
		.person = form_trimmed(c->cx, c->form, "person") };
}

/* The page again, with what is wrong. */
static enum err refuse(
	const struct call *c, enum err err, const struct household *what, int64_t hook_id)
{
	struct typed typed = { arena_strdup(c->cx->arena, c->cx->note), what->account,
		what->person };
	const struct integration *hook = NULL;

	if (err != ERR_INPUT && err != ERR_CONFLICT && err != ERR_FORBIDDEN)
		return err;
	TRY(store_integration_own(c->cx, c->store, what->user_id, hook_id, &hook));
	if (!hook)
		return call_not_found(c);
	c->res->status = err_http_status(err);
	return show(c, hook, &typed);
}

static enum err give(const struct call *c, const struct household *what, int64_t hook_id)
{
	struct household_effect effect;
	enum err err;

	TRY(store_begin(c->cx, c->store));
	err = household_give(c->cx, c->store, c->app->conf, what, &effect);
	err = store_end(c->cx, c->store, err);
	if (err != OK)
		return refuse(c, err, what, hook_id);
	page_redirect(c, integration_card_path(c->cx, hook_id, "/accounts"), "account-given", 0);
	return OK;
}

/* The hook of the account in the path. */
static enum err find_hook(const struct call *c, struct household *what, int64_t *hook_id)
{
	const struct sender_account_row *row = NULL;

	TRY(call_id(c, &what->account_id));
	TRY(store_sender_account_get(c->cx, c->store, what->user_id, what->account_id, &row));
	*hook_id = row->account.integration_id;
	return OK;
}

enum err settings_accounts_post(struct call *c)
{
	struct household what = acting(c);

	page_make(c);
	TRY(integration_card_find_own(c, &what.hook));
	what.account = form_trimmed(c->cx, c->form, "account");
	return give(c, &what, what.hook->id);
}

enum err settings_accounts_give_post(struct call *c)
{
	struct household what = acting(c);
	int64_t hook_id = 0;

	page_make(c);
	TRY(find_hook(c, &what, &hook_id));
	return give(c, &what, hook_id);
}

typedef enum err change_fn(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out);

static enum err change(const struct call *c, change_fn *how, const char *done)
{
	struct household what = acting(c);
	struct household_effect effect;
	int64_t hook_id = 0;
	enum err err;

	page_make(c);
	TRY(find_hook(c, &what, &hook_id));
	err = how(c->cx, c->store, &what, &effect);
	if (err != OK)
		return refuse(c, err, &what, hook_id);
	page_redirect(c, integration_card_path(c->cx, hook_id, "/accounts"), done, 0);
	return OK;
}

enum err settings_accounts_ignore_post(struct call *c)
{
	return change(c, household_ignore, "account-ignored");
}

enum err settings_accounts_take_back_post(struct call *c)
{
	return change(c, household_take_back, "account-stranger");
}
