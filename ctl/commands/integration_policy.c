/* SPDX-License-Identifier: MIT */
/* integration_policy.c -- `integration policy`: the rules of one. */
#include "ctl/command.h"
#include "shared/actions/policy.h"
#include "shared/wire/policy.h"

struct policy_args {
	int64_t id;
	const char *name, *value;
};
#define AT(member) offsetof(struct policy_args, member)

static enum err change(struct cx *cx, struct ctl *ctl, const struct policy_args *a)
{
	const struct integration *row = NULL;
	enum policy_name which = policy_find(a->name);
	struct policy policy;

	if (which == POLICY__COUNT)
		return err_note(cx, ERR_USAGE,
			"there is no such rule; ryotctl integration policy %" PRId64
			" shows those there are",
			a->id);
	TRY(ctl_integration(cx, ctl, a->id, &row));
	policy = policy_of(cx, row);
	TRY(policy_set(cx, which, a->value, &policy));
	return policy_save(cx, ctl->store, row, &policy);
}

static void print(struct cx *cx, struct ctl *ctl, const struct policy *policy)
{
	static const struct column columns[] = { { "NAME", 0 }, { "VALUE", 0 },
		{ "WHAT IT DOES", TABLE_SHORTEN } };
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (int i = 0; i < POLICY__COUNT; i++) {
		const char *value = policy_value(cx, (enum policy_name)i, policy);

		table_add(&t, policy_rules[i].name);
		table_add(&t, *value ? value : "-");
		table_add(&t, policy_rules[i].label);
	}
	ctl_print_table(ctl, &t);
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct policy_args *a = args;
	const struct integration *row = NULL;
	struct policy policy;

	if (a->name && !a->value)
		return err_note(cx, ERR_USAGE, "what is %s to be? \"off\" is as usual", a->name);
	if (a->name) {
		TRY(store_begin(cx, ctl->store));
		TRY(store_end(cx, ctl->store, change(cx, ctl, a)));
	}
	TRY(ctl_integration(cx, ctl, a->id, &row));
	policy = policy_of(cx, row);
	if (!ctl->is_json) {
		print(cx, ctl, &policy);
		return OK;
	}
	jput_open(&ctl->out, NULL, '{');
	policy_put(&ctl->out, &policy);
	jput_close(&ctl->out, '}');
	return OK;
}

/* clang-format off */
static const struct arg policy_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "of the integration" },
	{ "NAME", NULL, ARG_TEXT, ARG_OPTIONAL, 100, AT(name), "of a rule" },
	{ "VALUE", NULL, ARG_SETTING, ARG_OPTIONAL, 0, AT(value),
		"what it is to be; \"off\": as usual" },
};
/* clang-format on */

const struct command command_integration_policy = {
	.noun = "integration",
	.verb = "policy",
	.usage = "ID [NAME VALUE]",
	.summary = "Show its own rules, or set one of them",
	.details = "docs/rules.md explains each with an example.",
	.opening = OPEN_WRITE,
	.args = { policy_args, NELEM(policy_args), sizeof(struct policy_args) },
	.run = run,
};
