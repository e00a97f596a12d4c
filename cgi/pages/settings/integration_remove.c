/* SPDX-License-Identifier: MIT */
/* integration_remove.c -- what is lost is said first. */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/integration.h"

static void put_losses(const struct call *c, const struct overview *row)
{
	html(c->out, "<ul class='stack'>\n");
	htmlf(c->out,
		"<li><strong>Lost:</strong> %s and what they held. They "
		"cannot be replayed any more.</li>\n",
		words_count(c->cx, row->health.deliveries, "delivery", "deliveries"));
	if (row->server)
		html(c->out, "<li><strong>Lost:</strong> the address and the "
			     "key of its server.</li>\n");
	else
		html(c->out, "<li><strong>Lost:</strong> its address. What "
			     "the other side still sends there is refused."
			     "</li>\n");
	html(c->out, "<li><strong>Stays:</strong> everything you played, with the name of "
		     "this integration. Your history does not change.</li>\n</ul>\n");
}

enum err settings_integration_remove_get(struct call *c)
{
	const struct overview *row;
	int64_t id;

	page_make(c);
	TRY(integration_card_find(c, &row));
	id = row->integration->id;
	page_open(c, SECTION_INTEGRATIONS, "Remove an integration");
	htmlf(c->out, "<section class='card'><h1>Remove <bdi>%s</bdi>?</h1>\n",
		row->integration->name);
	put_losses(c, row);
	page_form(c, integration_card_path(c->cx, id, "/remove"));
	htmlf(c->out,
		"<div class='row'><button class='danger'>Remove it"
		"</button> <a class='button' href='%s'>Keep it</a></div>"
		"</form></section>\n",
		integration_card_path(c->cx, id, ""));
	page_close(c);
	return OK;
}

enum err settings_integration_remove_post(struct call *c)
{
	const struct overview *row;

	page_make(c);
	TRY(integration_card_find(c, &row));
	TRY(integration_remove(c->cx, c->store, row->integration));
	page_redirect(c, "settings/integrations", "integration-removed", 0);
	return OK;
}
