/* SPDX-License-Identifier: MIT */
/*
 * integration.h -- what the page of one integration is made of: its
 * settings in one file, its server, where it has one, in another.
 */
#ifndef CGI_PAGES_SETTINGS_INTEGRATION_H
#define CGI_PAGES_SETTINGS_INTEGRATION_H

#include "cgi/web/integration_card.h"
#include "shared/actions/integration.h"

/* A form that was refused; NULL shows what is stored. */
struct server_typed {
	const char *url, *error;
};

/* The whole page. */
void settings_integration_show(
	const struct page *p, const struct overview *row, const struct server_typed *server);

/* The section about the server; row->server is not NULL. */
void settings_integration_put_server(
	const struct page *p, const struct overview *row, const struct server_typed *typed);

#endif
