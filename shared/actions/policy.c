/* SPDX-License-Identifier: MIT */
/* policy.c -- see policy.h. */
#include "shared/actions/policy.h"

#include "shared/base/clock.h"
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

/* "8h", "3d". */
static bool read_stretch(const char *text, int64_t *ms)
{
	static const int64_t hour_ms = INT64_C(60) * 60 * 1000;
	size_t digits = strspn(text, "0123456789");
	int64_t count = 0;

	for (size_t i = 0; i < digits && i < 5; i++)
		count = 10 * count + (text[i] - '0');
	if (digits == 0 || digits > 4 || count == 0)
		return false;
	if (strcmp(text + digits, "h") == 0)
		*ms = count * hour_ms;
	else if (strcmp(text + digits, "d") == 0)
		*ms = count * 24 * hour_ms;
	else
		return false;
	return true;
}

static enum err read_time(
	struct cx *cx, const struct policy_rule *rule, const char *text, int64_t *out)
{
	int64_t stretch_ms;

	(void)rule;
	if (read_stretch(text, &stretch_ms)) {
		*out = cx->now_ms + stretch_ms;
		return OK;
	}
	if (!clock_parse(text, out))
		return err_note(cx, ERR_INPUT,
			"enter hours, days or a time, like 8h, 3d or 2026-12-24T18:00:00Z.");
	if (*out <= cx->now_ms)
		return err_note(cx, ERR_INPUT, "that time is over already.");
	return OK;
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

static const char *time_text(struct cx *cx, const struct policy_rule *rule, int64_t value)
{
	char *text = arena_alloc(cx->arena, CLOCK_TEXT);

	(void)rule;
	clock_text(value, text);
	return text;
}

static const struct type {
	read_fn *read;
	const char *(*text)(struct cx *cx, const struct policy_rule *rule, int64_t value);
} types[] = {
	[POLICY_PERCENT] = { read_percent, percent_text },
	[POLICY_NUMBER] = { read_number, number_text },
	[POLICY_CHOICE] = { read_choice, choice_text },
	[POLICY_SWITCH] = { read_switch, switch_text },
	[POLICY_TIME] = { read_time, time_text },
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

struct policy policy_of(const struct cx *cx, const struct integration *row)
{
	struct policy policy = row->policy ? *row->policy : policy_none();

	for (int i = 0; i < POLICY__COUNT; i++)
		if (policy_rules[i].type == POLICY_TIME && policy.value[i] <= cx->now_ms)
			policy.value[i] = UNSAID;
	return policy;
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
