/* SPDX-License-Identifier: MIT */
/* integration_server.c -- the section of the page about the server. */
#include "cgi/pages/settings/integration_server.h"

static void put_buttons(const struct call *c, const struct overview *row)
{
	int64_t id = row->integration->id;

	html(c->out, "<div class='row'>");
	if (row->integration->enabled && row->server->is_pulled)
		page_button(
			c, &(struct button){ .action = integration_card_path(c->cx, id, "/yank"),
				   .label = "Yank now",
				   .style = "primary" });
	page_button(c, &(struct button){ .action = integration_card_path(c->cx, id, "/test"),
			       .label = "Test connection",
			       .style = "" });
	html(c->out, "</div>\n");
}

/* What of the server can be entered from afar. */
static void put_fields(const struct call *c, const struct overview *row, const char *url)
{
	const struct provider *provider = provider_find(row->integration->provider);

	for (const struct field *f = provider ? provider->fields : NULL; f && f->label; f++) {
		const struct field_type *type = &field_types[f->kind];

		if (type->is_of_server && !type->is_local)
			integration_card_field(c, f,
				&(struct field_input){ .value = f->kind == FIELD_URL ? url : "",
					.is_kept = row->server != NULL });
	}
}

static void put_form(
	const struct call *c, const struct overview *row, const struct server_typed *typed)
{
	const struct server *server = row->server;
	const char *url = server ? server->url : "";

	html(c->out, "<details");
	if (typed || (server && server->refused_ms != UNSAID))
		html(c->out, " open");
	htmlf(c->out, "><summary>%s</summary>\n",
		server ? "Change address or key" : "Enter address and key");
	page_error(c, typed ? typed->error : NULL);
	page_form(c, integration_card_path(c->cx, row->integration->id, "/server"));
	put_fields(c, row, typed ? typed->url : url);
	html(c->out, "<button>Save and test</button></form></details>\n");
}

static void put_state(const struct call *c, const struct overview *row)
{
	htmlf(c->out, "<p><code>%s</code></p>\n", row->server->url);
	htmlf(c->out,
		"<div class='stack' aria-live='polite' "
		"data-refresh='%s' data-every='2'>\n",
		integration_card_path(c->cx, row->integration->id, "/asking"));
	integration_card_asking(c, row);
	html(c->out, "</div>\n");
	put_buttons(c, row);
}

void settings_integration_put_server(
	const struct call *c, const struct overview *row, const struct server_typed *typed)
{
	html(c->out, "<section class='card' id='server'><h2>Server</h2>\n");
	if (!row->server || !row->server->is_pulled)
		htmlf(c->out,
			"<p>With its address and a key, %s is asked which show an episode "
			"belongs to, where a report does not say it.</p>\n",
			words_provider(row->integration->provider));
	if (row->server)
		put_state(c, row);
	else if (provider_art(row->integration->provider))
		html(c->out, "<p>Enter its address and a key to get posters and covers.</p>\n");
	put_form(c, row, typed);
	html(c->out, "</section>\n");
}
