/* SPDX-License-Identifier: MIT */
/* policy.c -- see policy.h. */
#include "shared/wire/policy.h"

static void put_value(struct buf *out, const struct policy_rule *rule, int64_t value)
{
	switch (rule->type) {
	case POLICY_PERCENT:
		jput_percent(out, rule->name, limit_share((int)value));
		break;
	case POLICY_NUMBER:
		jput_i64(out, rule->name, value);
		break;
	case POLICY_SWITCH:
		jput_bool(out, rule->name, true);
		break;
	case POLICY_TIME:
		jput_time(out, rule->name, value);
		break;
	case POLICY_CHOICE:
		jput_str(out, rule->name, rule->words[value]);
		break;
	}
}

void policy_put(struct buf *out, const struct policy *policy)
{
	for (int i = 0; i < POLICY__COUNT; i++)
		if (policy->value[i] == UNSAID)
			jput_null(out, policy_rules[i].name);
		else
			put_value(out, &policy_rules[i], policy->value[i]);
}
