/* SPDX-License-Identifier: MIT */
/*
 * integration_server.h -- the section of an integration's page about its
 * server: address and key, "Test connection" and "Yank now", and their results.
 */
#ifndef CGI_PAGES_SETTINGS_INTEGRATION_SERVER_H
#define CGI_PAGES_SETTINGS_INTEGRATION_SERVER_H

#include "cgi/web/integration_card.h"

/* A form that was refused; NULL shows what is stored. */
struct server_typed {
	const char *url, *error;
};

/* row->server is not NULL. */
void settings_integration_put_server(
	const struct call *c, const struct overview *row, const struct server_typed *typed);

#endif
