/* SPDX-License-Identifier: MIT */
/*
 * integration_history.h -- the section of an integration's page about what its
 * server is asked for: whose viewings, those of the years before, and since.
 */
#ifndef CGI_PAGES_SETTINGS_INTEGRATION_HISTORY_H
#define CGI_PAGES_SETTINGS_INTEGRATION_HISTORY_H

#include "cgi/web/integration_card.h"

/* Nothing where the provider cannot be asked so, or has no address yet. */
MUST_CHECK enum err settings_integration_put_history(
	const struct call *c, const struct overview *row);

#endif
