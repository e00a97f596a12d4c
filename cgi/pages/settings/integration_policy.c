/* SPDX-License-Identifier: MIT */
/* integration_policy.c -- see integration_policy.h. */
#include "cgi/pages/settings/integration_policy.h"

#include "cgi/web/integration_card.h"

enum { VALUE_MAX = 40 };

static void put_number(const struct call *c, const struct policy_rule *rule, const char *value)
{
	htmlf(c->out, "<input name='%s' %smaxlength='%d' value='%s'", rule->name,
		rule->type == POLICY_PERCENT  ? "inputmode='decimal' "
		: rule->type == POLICY_NUMBER ? "inputmode='numeric' "
					      : "",
		VALUE_MAX, words_clip(c->cx, value, VALUE_MAX));
}

static void put_choice(const struct call *c, const struct policy_rule *rule, const char *value)
{
	for (const char *const *word = rule->words; *word; word++)
		htmlf(c->out, "<option value='%s'%s>%s</option>", *word,
			strcmp(*word, value) == 0 ? " selected" : "", *word);
}

/* Ticked, it sends "on". */
static void put_switch(const struct call *c, const struct policy_rule *rule, const char *value)
{
	htmlf(c->out, "<label class='check'><input type='checkbox' name='%s'%s> %s</label>\n",
		rule->name, *value ? " checked" : "", rule->label);
}

static void put_input(
	const struct call *c, const struct policy_rule *rule, const char *value, const char *error)
{
	htmlf(c->out, "<label>%s ", rule->label);
	if (rule->words)
		htmlf(c->out, "<select name='%s'", rule->name);
	else
		put_number(c, rule, value);
	page_field_wrong(c, rule->name, error);
	html(c->out, ">");
	if (rule->words) {
		put_choice(c, rule, value);
		html(c->out, "</select>");
	}
	html(c->out, "</label>\n");
	page_field_error(c, rule->name, error);
}

static void put_field(
	const struct call *c, const struct policy_rule *rule, const char *value, const char *error)
{
	if (rule->type == POLICY_SWITCH)
		put_switch(c, rule, value);
	else
		put_input(c, rule, value, error);
	if (rule->hint)
		htmlf(c->out, "<p class='hint'>%s</p>\n", rule->hint);
}

static bool is_refused(const struct policy_typed *typed)
{
	for (int i = 0; i < POLICY__COUNT; i++)
		if (typed->error[i])
			return true;
	return false;
}

static void put_form(
	const struct call *c, const struct integration *row, const struct policy_typed *typed)
{
	htmlf(c->out, "<details%s><summary>Change the rules</summary>\n",
		is_refused(typed) ? " open" : "");
	page_form(c, integration_card_path(c->cx, row->id, "/policy"));
	html(c->out, "<p class='hint'>Empty: as usual.</p>\n");
	for (int i = 0; i < POLICY__COUNT; i++)
		put_field(c, &policy_rules[i], typed->value[i], typed->error[i]);
	html(c->out, "<button>Save the rules</button></form></details>\n");
}

/* Those that are not as usual. */
static void put_set(const struct call *c, const struct policy *policy)
{
	html(c->out, "<dl class='facts'>\n");
	for (int i = 0; i < POLICY__COUNT; i++)
		if (policy->value[i] != UNSAID)
			htmlf(c->out, "<dt>%s</dt><dd>%s</dd>\n", policy_rules[i].label,
				policy_value(c->cx, (enum policy_name)i, policy));
	html(c->out, "</dl>\n");
}

void settings_integration_put_policy(
	const struct call *c, const struct integration *row, const struct policy_typed *typed)
{
	struct policy policy = policy_of(c->cx, row);
	struct policy_typed stored = { .error = { NULL } };

	for (int i = 0; i < POLICY__COUNT; i++)
		stored.value[i] = policy_value(c->cx, (enum policy_name)i, &policy);
	html(c->out, "<section class='card' id='policy'><h2>Rules of this integration</h2>\n");
	if (row->policy)
		put_set(c, &policy);
	else
		html(c->out, "<p class='soft'>All is as usual.</p>\n");
	put_form(c, row, typed ? typed : &stored);
	html(c->out, "</section>\n");
}
