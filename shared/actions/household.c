/* SPDX-License-Identifier: MIT */
#include "shared/actions/household.h"

#include "shared/actions/integration.h"
#include "shared/actions/routing.h"
#include "shared/actions/weigh_again.h"
#include "shared/base/fold.h"
#include "shared/store/user.h"

static const char ignored[] = "The account that it is of is ignored here.";
static const char waits[] = "Its account was given to nobody here yet.";

const char *household_account_name(const struct sender_account *account)
{
	if (account->name)
		return account->name;
	return account->sender_id ? account->sender_id : "no account";
}

/* ---- what is asked for ---- */

static enum err check_shared(struct cx *cx, const struct integration *hook)
{
	if (hook->is_shared)
		return OK;
	return err_note(cx, ERR_CONFLICT,
		"All reports of \"%s\" are its owner's. Let it serve several people first.",
		hook->name);
}

/* One of that name, if only by its latest report; *out is 0 without any. */
static enum err find_by_name(
	struct cx *cx, struct store *s, int64_t hook_id, const char *name, int64_t *out)
{
	const struct sender_account_row *rows = NULL;
	size_t count = 0;

	*out = 0;
	TRY(store_sender_account_list(cx, s, hook_id, &rows, &count));
	for (size_t i = 0; i < count && *out == 0; i++) {
		bool is_same = false;

		if (rows[i].account.name)
			TRY(fold_compare(cx, rows[i].account.name, name, &is_same));
		if (is_same)
			*out = rows[i].account.id;
	}
	return OK;
}

/* An account that no report has named yet. */
static enum err add_account(
	struct cx *cx, struct store *s, const struct household *what, int64_t *account_id)
{
	struct sender_account row = { .integration_id = what->hook->id };
	int64_t count = 0;

	TRY(check_shared(cx, what->hook));
	TRY(field_types[FIELD_ONLY_USER].check(cx, what->account, &row.name));
	TRY(find_by_name(cx, s, row.integration_id, row.name, account_id));
	if (*account_id)
		return OK;
	TRY(routing_key(cx, NULL, row.name, &row.known_as));
	TRY(store_sender_account_count(cx, s, row.integration_id, &count));
	if (count >= ACCOUNTS_MAX)
		return err_note(cx, ERR_INPUT,
			"%d accounts are the most that one integration can have.", ACCOUNTS_MAX);
	TRY(store_sender_account_add(cx, s, &row));
	*account_id = row.id;
	return OK;
}

static enum err find_account(struct cx *cx, struct store *s, const struct household *what,
	const struct sender_account_row **out)
{
	int64_t account_id = what->account_id;

	if (what->hook)
		TRY(add_account(cx, s, what, &account_id));
	return store_sender_account_get(cx, s, what->user_id, account_id, out);
}

static enum err find_person(
	struct cx *cx, struct store *s, const struct household *what, const struct user **out)
{
	const char *name = arena_trimmed(cx->arena, what->person);

	TRY(store_user_find(cx, s, name, out));
	if (what->user_id && !what->is_admin && (!*out || (*out)->id != what->user_id))
		return err_note(
			cx, ERR_FORBIDDEN, "Only an administrator gives accounts to other people.");
	if (*out)
		return OK;
	return err_note(cx, ERR_INPUT, "There is nobody named \"%.64s\" here.", name);
}

static enum err check_free(struct cx *cx, const struct sender_account_row *row)
{
	if (row->account.to_id == 0)
		return OK;
	return err_note(cx, ERR_CONFLICT, "%s has the account %s already. Take it back first.",
		row->user_name, household_account_name(&row->account));
}

/* ---- what is done ---- */

/* The person's integration behind the hook, made with the first account. */
static enum err find_target(struct cx *cx, struct store *s, const struct conf *conf,
	const struct integration *hook, int64_t user_id, int64_t *to_id)
{
	struct integration row = *hook;

	*to_id = hook->id;
	if (user_id == hook->user_id)
		return OK;
	TRY(store_integration_behind(cx, s, hook->id, user_id, to_id));
	if (*to_id)
		return OK;
	row.user_id = user_id;
	row.hook_id = hook->id;
	row.is_shared = false;
	row.only_user = NULL;
	row.enabled = true;
	TRY(integration_add(cx, s, conf, &row, NULL));
	*to_id = row.id;
	return OK;
}

static enum err weigh(struct cx *cx, struct store *s, const struct sender_account *account,
	struct thing_tally *tally)
{
	const struct integration *to = NULL;

	TRY(store_integration_by_id(cx, s, account->to_id, &to));
	if (!to)
		return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	TRY(store_stranger_move(cx, s, account->id, to->id));
	TRY(weigh_strangers(cx, s, to, account->id));
	TRY(store_stranger_tally(cx, s, account->id, tally));
	return store_stranger_end(cx, s, account->id);
}

enum err household_give(struct cx *cx, struct store *s, const struct conf *conf,
	const struct household *what, struct household_effect *out)
{
	const struct integration *hook = NULL;
	const struct user *person = NULL;
	struct sender_account account;

	*out = (struct household_effect){ .row = NULL };
	TRY(find_account(cx, s, what, &out->row));
	TRY(find_person(cx, s, what, &person));
	account = out->row->account;
	TRY(store_integration_by_id(cx, s, account.integration_id, &hook));
	TRY(check_shared(cx, hook));
	TRY(check_free(cx, out->row));
	TRY(find_target(cx, s, conf, hook, person->id, &account.to_id));
	account.is_ignored = false;
	TRY(store_sender_account_settle(cx, s, &account));
	TRY(weigh(cx, s, &account, &out->tally));
	return store_sender_account_get(cx, s, what->user_id, account.id, &out->row);
}

static enum err settle(struct cx *cx, struct store *s, const struct household *what,
	struct sender_account *account, struct household_effect *out)
{
	const char *detail = account->is_ignored ? ignored : waits;
	enum reason reason = account->is_ignored ? REASON_OTHER_USER : REASON_STRANGER;

	TRY(store_sender_account_settle(cx, s, account));
	TRY(store_stranger_mark(cx, s, account->id, reason, detail));
	TRY(store_stranger_tally(cx, s, account->id, &out->tally));
	return store_sender_account_get(cx, s, what->user_id, account->id, &out->row);
}

enum err household_ignore(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out)
{
	struct sender_account account;

	*out = (struct household_effect){ .row = NULL };
	TRY(find_account(cx, s, what, &out->row));
	TRY(check_free(cx, out->row));
	account = out->row->account;
	account.is_ignored = true;
	return settle(cx, s, what, &account, out);
}

enum err household_take_back(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out)
{
	struct sender_account account;

	*out = (struct household_effect){ .row = NULL };
	TRY(find_account(cx, s, what, &out->row));
	account = out->row->account;
	if (account.to_id == 0 && !account.is_ignored)
		return err_note(cx, ERR_CONFLICT, "Nobody has the account %s.",
			household_account_name(&account));
	account.to_id = 0;
	account.is_ignored = false;
	return settle(cx, s, what, &account, out);
}
