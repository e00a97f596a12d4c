/* SPDX-License-Identifier: MIT */
/* integrations_new.h -- the form that adds an integration. */
#ifndef CGI_PAGES_SETTINGS_INTEGRATIONS_NEW_H
#define CGI_PAGES_SETTINGS_INTEGRATIONS_NEW_H

#include "cgi/http/call.h"
#include "shared/providers/provider.h"

/* What stands in it, and what is wrong with that. */
struct new_integration {
	const struct provider *provider;
	const char *name;
	const char *value[FIELD__COUNT]; /* or NULL */
	int64_t check_id;                /* 0, or the one that holds its key */
	const char *error;               /* or NULL, as the next */
	const char *error_field;         /* as the API calls it */
};

void settings_integrations_new_put_form(const struct call *c, const struct new_integration *n);

#endif
