/* SPDX-License-Identifier: MIT */
/* integration_policy.h -- the section of an integration's page on its rules. */
#ifndef CGI_PAGES_SETTINGS_INTEGRATION_POLICY_H
#define CGI_PAGES_SETTINGS_INTEGRATION_POLICY_H

#include "cgi/web/page.h"
#include "shared/actions/policy.h"

/* A refused form: what was typed, and what is wrong with each, or NULL. */
struct policy_typed {
	const char *value[POLICY__COUNT], *error[POLICY__COUNT];
};

/* typed NULL: what is stored. */
void settings_integration_put_policy(
	const struct call *c, const struct integration *row, const struct policy_typed *typed);

#endif
