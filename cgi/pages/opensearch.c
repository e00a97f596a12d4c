/* SPDX-License-Identifier: MIT */
/* opensearch.c -- how a browser searches here, from its address bar. */
#include "cgi/pages/pages.h"
#include "cgi/web/html.h"

/* The addresses must be complete. Browsers fetch it without cookies. */
enum err opensearch_get(struct call *c)
{
	const char *url = c->app->conf->base_url;

	c->res->kind = RES_SEARCH;
	htmlf(c->out,
		"<?xml version='1.0' encoding='UTF-8'?>\n"
		"<OpenSearchDescription xmlns='http://a9.com/-/spec/opensearch/1.1/'>\n"
		"<ShortName>Ryot</ShortName>\n"
		"<Description>Search your library</Description>\n"
		"<InputEncoding>UTF-8</InputEncoding>\n"
		"<Url type='text/html' template='%s/search?q={searchTerms}'/>\n"
		"</OpenSearchDescription>\n",
		url);
	return OK;
}
