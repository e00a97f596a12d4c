/* SPDX-License-Identifier: MIT */
/* integration_remove.c -- what is lost is said first. */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/integration.h"

static void put_losses(const struct page *p, const struct overview *row)
{
	html(p->out, "<ul class='stack'>\n");
	htmlf(p->out,
		"<li><strong>Lost:</strong> %s and what they held. They "
		"cannot be replayed any more.</li>\n",
		words_count(p->cx, row->health.deliveries, "delivery", "deliveries"));
	if (row->server)
		html(p->out, "<li><strong>Lost:</strong> the address and the "
			     "key of its server.</li>\n");
	else
		html(p->out, "<li><strong>Lost:</strong> its address. What "
			     "the other side still sends there is refused."
			     "</li>\n");
	html(p->out, "<li><strong>Stays:</strong> everything you played. Your "
		     "history does not change.</li>\n</ul>\n");
}

enum err settings_integration_remove_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;
	int64_t id;

	TRY(integration_card_find(cx, app, req, &row));
	id = row->integration->id;
	page_open(&p, SECTION_INTEGRATIONS, "Remove an integration");
	htmlf(p.out, "<section class='card'><h1>Remove <bdi>%s</bdi>?</h1>\n",
		row->integration->name);
	put_losses(&p, row);
	page_form(&p, integration_card_path(cx, id, "/remove"));
	htmlf(p.out,
		"<div class='row'><button class='danger'>Remove it"
		"</button> <a class='button' href='%s'>Keep it</a></div>"
		"</form></section>\n",
		integration_card_path(cx, id, ""));
	page_close(&p);
	return OK;
}

enum err settings_integration_remove_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;

	TRY(integration_card_find(cx, app, req, &row));
	TRY(integration_remove(cx, app->store, row->integration));
	page_redirect(&p, "settings/integrations", "integration-removed", 0);
	return OK;
}
