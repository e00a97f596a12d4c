/* SPDX-License-Identifier: MIT */
/* account.c -- `ryotctl account`: who has which account of a shared hook. */
#include "ctl/command.h"
#include "shared/actions/household.h"
#include "shared/wire/sender_account.h"

struct account_args {
	int64_t id;
	const char *name, *person;
	bool dry_run;
};
#define AT(member) offsetof(struct account_args, member)

static const char *state_of(const struct sender_account_row *row)
{
	if (row->account.to_id)
		return row->user_name;
	return row->account.is_ignored ? "(ignored)" : "(nobody)";
}

static void print_list(
	struct cx *cx, struct ctl *ctl, const struct sender_account_row *rows, size_t count)
{
	static const struct column columns[] = { { "ID", TABLE_RIGHT },
		{ "ACCOUNT", TABLE_SHORTEN }, { "SENDER'S ID", TABLE_SHORTEN }, { "USER", 0 },
		{ "WAITING", TABLE_RIGHT }, { "LAST (UTC)", 0 }, { "ABOUT", TABLE_SHORTEN } };
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < count; i++) {
		const struct sender_account_row *row = &rows[i];

		table_addf(&t, "%" PRId64, row->account.id);
		table_add(&t, household_account_name(&row->account));
		table_add(&t, row->account.sender_id);
		table_add(&t, state_of(row));
		table_addf(&t, "%" PRId64, row->reports);
		table_add_time(&t, row->last_ms);
		table_add(&t, row->title);
	}
	ctl_print_table(ctl, &t);
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct account_args *a = args;
	const struct sender_account_row *rows = NULL;
	const struct integration *hook = NULL;
	size_t count = 0;

	TRY(ctl_integration(cx, ctl, a->id, &hook));
	TRY(store_sender_account_list(cx, ctl->store, hook->id, &rows, &count));
	if (!ctl->is_json && count > 0)
		print_list(cx, ctl, rows, count);
	if (count == 0)
		ctl_advise(ctl, hook->is_shared ? "No account has played anything yet."
						: "All of its reports are its owner's.");
	if (!ctl->is_json)
		return OK;
	jput_open(&ctl->out, NULL, '{');
	jput_open(&ctl->out, "accounts", '[');
	for (size_t i = 0; i < count; i++) {
		jput_open(&ctl->out, NULL, '{');
		sender_account_put(&ctl->out, &rows[i]);
		jput_close(&ctl->out, '}');
	}
	jput_close(&ctl->out, ']');
	jput_close(&ctl->out, '}');
	return OK;
}

static void tell(struct ctl *ctl, const struct household_effect *e, bool is_preview)
{
	const int64_t *by = e->tally.by_outcome;

	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		sender_account_put(&ctl->out, e->row);
		sender_account_tally_put(&ctl->out, &e->tally);
		jput_close(&ctl->out, '}');
		return;
	}
	ctl_say(ctl,
		"%s: %s. %" PRId64 " deliveries that waited: %" PRId64 " tracked, %" PRId64
		" known or ignored, %" PRId64 " waiting, %" PRId64 " unmatched.%s",
		household_account_name(&e->row->account), state_of(e->row), e->tally.deliveries,
		by[OUTCOME_TRACKED], by[OUTCOME_IGNORED] + by[OUTCOME_DUPLICATE],
		by[OUTCOME_WAITING], by[OUTCOME_UNMATCHED],
		is_preview ? " Nothing was changed." : "");
}

static enum err missing(struct cx *cx, enum err err, int64_t id)
{
	if (err != ERR_NOT_FOUND)
		return err;
	return err_note(cx, err,
		"there is no account %" PRId64 "; `ryotctl account list` lists those of one "
		"integration",
		id);
}

static enum err apply(struct cx *cx, struct ctl *ctl, const struct household *what, bool is_preview)
{
	struct household_effect effect;
	enum err err;

	TRY(store_begin(cx, ctl->store));
	err = household_give(cx, ctl->store, ctl->conf, what, &effect);
	if (err == OK && is_preview)
		store_rollback(ctl->store);
	else
		err = store_end(cx, ctl->store, err);
	TRY(what->hook ? err : missing(cx, err, what->account_id));
	tell(ctl, &effect, is_preview);
	return OK;
}

static enum err give(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct account_args *a = args;
	const struct household what = { .account_id = a->id, .person = a->person };

	return apply(cx, ctl, &what, a->dry_run);
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct account_args *a = args;
	struct household what = { .account = a->name, .person = a->person };

	TRY(ctl_integration(cx, ctl, a->id, &what.hook));
	return apply(cx, ctl, &what, false);
}

typedef enum err change_fn(
	struct cx *cx, struct store *s, const struct household *what, struct household_effect *out);

static enum err change(struct cx *cx, struct ctl *ctl, int64_t id, change_fn *how)
{
	const struct household what = { .account_id = id };
	struct household_effect effect;
	enum err err;

	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, how(cx, ctl->store, &what, &effect));
	TRY(missing(cx, err, id));
	tell(ctl, &effect, false);
	return OK;
}

static enum err ignore(struct cx *cx, struct ctl *ctl, const void *args)
{
	return change(cx, ctl, ((const struct account_args *)args)->id, household_ignore);
}

static enum err take_back(struct cx *cx, struct ctl *ctl, const void *args)
{
	return change(cx, ctl, ((const struct account_args *)args)->id, household_take_back);
}

/* clang-format off */
#define HOOK { "INTEGRATION", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "a shared one" }
#define ACCOUNT { "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "the account, of `account list`" }
#define PERSON { "USER", NULL, ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(person), "who gets it" }

static const struct arg add_args[] = {
	HOOK,
	{ "NAME", NULL, ARG_TEXT, ARG_NEEDED, ONLY_USER_MAX, AT(name), "as the sender calls it" },
	PERSON,
};
static const struct arg give_args[] = {
	ACCOUNT,
	PERSON,
	{ "--dry-run", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(dry_run),
		"change nothing: print what would come of it" },
};
static const struct arg ignore_args[] = { ACCOUNT };
static const struct arg list_args[] = { HOOK };
static const struct arg take_back_args[] = { ACCOUNT };
#define TABLE(rows) { rows, NELEM(rows), sizeof(struct account_args) }
/* clang-format on */

const struct command command_account_add = {
	.noun = "account",
	.verb = "add",
	.usage = "INTEGRATION NAME USER",
	.summary = "Give an account to somebody before its first report",
	.opening = OPEN_WRITE,
	.args = TABLE(add_args),
	.run = add,
};

const struct command command_account_give = {
	.noun = "account",
	.verb = "give",
	.usage = "ID USER [--dry-run]",
	.summary = "Give an account to somebody, with the reports that wait",
	.opening = OPEN_WRITE,
	.args = TABLE(give_args),
	.run = give,
};

const struct command command_account_ignore = {
	.noun = "account",
	.verb = "ignore",
	.usage = "ID",
	.summary = "Ignore the reports of an account",
	.opening = OPEN_WRITE,
	.args = TABLE(ignore_args),
	.run = ignore,
};

const struct command command_account_list = {
	.noun = "account",
	.verb = "list",
	.usage = "INTEGRATION",
	.summary = "List the accounts of a shared integration, and who has them",
	.opening = OPEN_READ,
	.args = TABLE(list_args),
	.run = list,
};

const struct command command_account_take_back = {
	.noun = "account",
	.verb = "take-back",
	.usage = "ID",
	.summary = "Take an account back: its reports wait from now on",
	.details = "What was recorded stays with the person who had it.",
	.opening = OPEN_WRITE,
	.args = TABLE(take_back_args),
	.run = take_back,
};
