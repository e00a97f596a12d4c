/* SPDX-License-Identifier: MIT */
/* policy.c -- see policy.h. */
#include "shared/actions/policy.h"

#include "shared/base/parse.h"
#include "shared/providers/field.h"

/* ---- one function a type ---- */

typedef enum err read_fn(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out);

static enum err read_percent(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out)
{
	int hundredths;

	if (!parse_hundredths(text, &hundredths) || hundredths < rule->min ||
		hundredths > rule->max)
		return err_note(cx, ERR_INPUT,
			"enter per cent from %s up to 99.99, with at most two decimals, like 2 "
			"or 2.5.",
			limits_text(cx->arena, (int)rule->min));
	*out = hundredths;
	return OK;
}

static enum err read_number(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out)
{
	if (parse_i64(text, rule->min, rule->max, out))
		return OK;
	return err_note(cx, ERR_INPUT, "enter a whole number from %" PRId64 " to %" PRId64 ".",
		rule->min, rule->max);
}

static enum err read_choice(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out)
{
	const char *all = "";

	for (int64_t i = 0; rule->words[i]; i++) {
		if (strcmp(rule->words[i], text) == 0) {
			*out = i < rule->min ? UNSAID : i;
			return OK;
		}
		all = arena_join(cx->arena, all, i == 0 ? "" : ", ", rule->words[i]);
	}
	return err_note(cx, ERR_INPUT, "choose one of: %s.", all);
}

static enum err read_switch(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out)
{
	*out = rule->max;
	return strcmp(text, "on") == 0 ? OK : err_note(cx, ERR_INPUT, "enter on or off.");
}

static const char *percent_text(struct cx *cx, const struct policy_rule *rule, int64_t value)
{
	(void)rule;
	return limits_text(cx->arena, (int)value);
}

static const char *number_text(struct cx *cx, const struct policy_rule *rule, int64_t value)
{
	(void)rule;
	return arena_printf(cx->arena, "%" PRId64, value);
}

static const char *choice_text(struct cx *cx, const struct policy_rule *rule, int64_t value)
{
	(void)cx;
	return rule->words[value];
}

static const char *switch_text(struct cx *cx, const struct policy_rule *rule, int64_t value)
{
	(void)cx;
	(void)rule;
	return value ? "on" : POLICY_OFF;
}

static const struct type {
	read_fn *read;
	const char *(*text)(struct cx *cx, const struct policy_rule *rule, int64_t value);
} types[] = {
	[POLICY_PERCENT] = { read_percent, percent_text },
	[POLICY_NUMBER] = { read_number, number_text },
	[POLICY_CHOICE] = { read_choice, choice_text },
	[POLICY_SWITCH] = { read_switch, switch_text },
};

enum err policy_set(struct cx *cx, enum policy_name which, const char *text, struct policy *out)
{
	const struct policy_rule *rule = &policy_rules[which];

	text = arena_trimmed(cx->arena, text);
	if (!*text || strcmp(text, POLICY_OFF) == 0) {
		out->value[which] = UNSAID;
		return OK;
	}
	return field_refused(
		cx, rule->name, types[rule->type].read(cx, rule, text, &out->value[which]));
}

const char *policy_value(struct cx *cx, enum policy_name which, const struct policy *policy)
{
	if (policy->value[which] == UNSAID)
		return "";
	return types[policy_rules[which].type].text(cx, &policy_rules[which], policy->value[which]);
}

struct policy policy_of(const struct integration *row)
{
	return row->policy ? *row->policy : policy_none();
}

/* ---- all of them ---- */

static enum err check_kind(
	struct cx *cx, const struct limits *own, const struct policy *policy, enum kind kind)
{
	struct limits limits = policy_limits(policy, own, kind);
	enum policy_name wrong = policy_of_kind(kind);

	if (limits.start < limits.complete)
		return OK;
	if (policy->value[wrong] == UNSAID)
		wrong++;
	return field_refused(cx, policy_rules[wrong].name,
		err_note(cx, ERR_INPUT,
			"%s would be started above %s %% and completed above %s %%: the first "
			"must be less.",
			kind_many(kind), limits_text(cx->arena, limits.start),
			limits_text(cx->arena, limits.complete)));
}

enum err policy_check(struct cx *cx, const struct limits *own, const struct policy *policy)
{
	for (int kind = KIND_MOVIE; kind < KIND__COUNT; kind++)
		TRY(check_kind(cx, own, policy, (enum kind)kind));
	return OK;
}

enum err policy_save(
	struct cx *cx, struct store *s, const struct integration *was, const struct policy *policy)
{
	struct integration row = *was;

	TRY(policy_check(cx, &row.limits, policy));
	row.policy = policy;
	return store_integration_policy(cx, s, &row);
}
