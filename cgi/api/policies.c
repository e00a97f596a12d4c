/* SPDX-License-Identifier: MIT */
/* policies.c -- the policy of an integration. */
#include "cgi/api/api.h"
#include "shared/actions/policy.h"
#include "shared/wire/policy.h"

static enum err find(const struct call *c, const struct integration **out)
{
	int64_t id = 0;

	TRY(call_id(c, &id));
	TRY(store_integration_own(c->cx, c->store, c->visitor->user_id, id, out));
	return *out ? OK : call_not_found(c);
}

static enum err put(const struct call *c, const struct policy *policy)
{
	jput_open(c->out, NULL, '{');
	policy_put(c->out, policy);
	jput_close(c->out, '}');
	return OK;
}

enum err api_policy_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct integration *row = NULL;
	struct policy policy;

	TRY(api_query(c, none));
	TRY(find(c, &row));
	policy = policy_of(c->cx, row);
	return put(c, &policy);
}

/* As one would type it. */
static enum err read_value(
	struct cx *cx, struct json body, const struct policy_rule *rule, const char **out)
{
	static const struct range any = { INT64_MIN, INT64_MAX };
	int64_t number = 0;
	bool is_on = false;

	switch (rule->type) {
	case POLICY_PERCENT:
		return api_number(cx, body, rule->name, out);
	case POLICY_NUMBER:
		TRY(json_may_i64(cx, body, rule->name, any, &number));
		*out = arena_printf(cx->arena, "%" PRId64, number);
		break;
	case POLICY_SWITCH:
		TRY(json_may_bool(cx, body, rule->name, &is_on));
		*out = is_on ? "on" : POLICY_OFF;
		break;
	case POLICY_CHOICE:
	case POLICY_TIME:
		return json_may_str(cx, body, rule->name, API_BODY_MAX, out);
	}
	return OK;
}

/* null: as usual. */
static enum err read_one(
	struct cx *cx, struct json body, enum policy_name which, struct policy *policy)
{
	const char *name = policy_rules[which].name, *text = POLICY_OFF;

	if (json_is_there(body, name))
		TRY(read_value(cx, body, &policy_rules[which], &text));
	else if (!json_is_null(body, name))
		return OK;
	return policy_set(cx, which, text, policy);
}

enum err api_policy_patch(struct call *c)
{
	const char *all[POLICY__COUNT + 1];
	const struct integration *row = NULL;
	struct policy policy;
	struct json body;

	TRY(find(c, &row));
	for (int i = 0; i < POLICY__COUNT; i++)
		all[i] = policy_rules[i].name;
	all[POLICY__COUNT] = NULL;
	TRY(api_body(c, all, &body));
	policy = policy_of(c->cx, row);
	for (int i = 0; i < POLICY__COUNT; i++)
		TRY(read_one(c->cx, body, (enum policy_name)i, &policy));
	TRY(policy_save(c->cx, c->store, row, &policy));
	return put(c, &policy);
}
