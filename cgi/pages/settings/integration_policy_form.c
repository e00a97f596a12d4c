/* SPDX-License-Identifier: MIT */
/* integration_policy_form.c -- the form with the rules of an integration. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integration.h"
#include "cgi/web/integration_card.h"

/* All fields, so that each wrong one has its error. */
static enum err read_form(const struct call *c, struct policy_typed *typed, struct policy *out)
{
	enum err all = OK;

	*typed = (struct policy_typed){ .error = { NULL } };
	*out = policy_none();
	for (int i = 0; i < POLICY__COUNT; i++) {
		enum err err;

		typed->value[i] = form_trimmed(c->cx, c->form, policy_rules[i].name);
		err = policy_set(c->cx, (enum policy_name)i, typed->value[i], out);
		if (err != OK) {
			typed->error[i] = words_sentence(c->cx, c->cx->note);
			all = err;
		}
	}
	return all;
}

static enum err save(
	const struct call *c, const struct integration *row, struct policy_typed *typed)
{
	struct policy policy;
	enum err err;

	TRY(read_form(c, typed, &policy));
	err = policy_save(c->cx, c->store, row, &policy);
	if (err == ERR_INPUT)
		typed->error[policy_find(c->cx->field)] = words_sentence(c->cx, c->cx->note);
	return err;
}

enum err settings_integration_policy_post(struct call *c)
{
	const struct overview *row;
	struct policy_typed typed;
	enum err err;

	page_make(c);
	TRY(integration_card_find(c, &row));
	err = save(c, row->integration, &typed);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		settings_integration_show(c, row, NULL, &typed);
		return OK;
	}
	TRY(err);
	page_redirect(c, integration_card_path(c->cx, row->integration->id, ""), "saved", 0);
	return OK;
}
