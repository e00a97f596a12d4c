/* SPDX-License-Identifier: MIT */
/* integration.h -- the page of one integration, for the forms on it. */
#ifndef CGI_PAGES_SETTINGS_INTEGRATION_H
#define CGI_PAGES_SETTINGS_INTEGRATION_H

#include "cgi/pages/settings/integration_policy.h"
#include "cgi/pages/settings/integration_server.h"
#include "shared/actions/integration.h"

/* The whole page; server, policy: a refused form, or NULL. */
void settings_integration_show(const struct call *c, const struct overview *row,
	const struct server_typed *server, const struct policy_typed *policy);

#endif
