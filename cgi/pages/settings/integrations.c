/* SPDX-License-Identifier: MIT */
/* integrations.c -- all of them, how each is, and what to add. */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/integration.h"

enum err settings_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	page_redirect(&p, "settings/integrations", NULL, 0);
	return OK;
}

static void put_fact(const struct page *p, const char *name, int64_t ms)
{
	htmlf(p->out, "<dt>%s</dt><dd>", name);
	if (ms == UNSAID)
		html(p->out, "never");
	else
		page_time(p, ms);
	html(p->out, "</dd>\n");
}

static void put_trouble(const struct page *p, const struct overview *row)
{
	const struct integration_health *h = &row->health;
	int64_t id = row->integration->id;

	html(p->out, "<dt>Trouble</dt><dd>");
	if (h->unmatched > 0)
		htmlf(p->out, "<a href='%s'>%" PRId64 " unmatched</a> ",
			integration_card_path(p->cx, id, "/deliveries?outcome=unmatched"),
			h->unmatched);
	if (h->refused > 0)
		htmlf(p->out, "<a href='%s'>%" PRId64 " refused</a> ",
			integration_card_path(p->cx, id, "/deliveries?outcome=refused"),
			h->refused);
	if (row->server && row->server->failures > 0)
		htmlf(p->out, "%s in a row",
			words_count(p->cx, row->server->failures, "failure", "failures"));
	else if (h->unmatched + h->refused == 0)
		html(p->out, "none");
	html(p->out, "</dd>\n");
}

static void put_card(const struct page *p, const struct overview *row)
{
	const struct integration *i = row->integration;
	struct condition c = integration_card_condition(p->cx, row);

	html(p->out, "<li class='card'><div class='head'>");
	htmlf(p->out, "<h2><a href='%s'><bdi>%s</bdi></a></h2>",
		integration_card_path(p->cx, i->id, ""), i->name);
	htmlf(p->out, "<span class='badge %s'>%s</span></div>\n", c.badge, c.word);
	htmlf(p->out, "<p class='soft'>%s. %s</p>\n<dl class='facts'>\n",
		words_provider(i->provider), c.sentence);
	if (row->server)
		put_fact(p, "Last asked", row->server->yanked_ms);
	put_fact(p, "Last heard", row->health.last_ms);
	put_fact(p, "Last tracked", row->health.last_tracked_ms);
	put_trouble(p, row);
	html(p->out, "</dl></li>\n");
}

static void put_all(const struct page *p, const struct overview *rows, size_t count)
{
	html(p->out, "<ul class='cards'>\n");
	for (size_t i = 0; i < count && i < INTEGRATIONS_MAX; i++)
		put_card(p, &rows[i]);
	html(p->out, "</ul>\n");
	if (count > INTEGRATIONS_MAX)
		htmlf(p->out,
			"<p class='soft'>And %zu more; `ryotctl integration "
			"list` shows them all.</p>\n",
			count - INTEGRATIONS_MAX);
}

static void put_choice(const struct page *p)
{
	html(p->out, "<section class='stack'><h2>Add an integration</h2>\n"
		     "<ul class='list'>\n");
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *one = providers[i];

		htmlf(p->out,
			"<li><div class='what'><strong>%s</strong>"
			"<span class='meta'>%s</span></div>",
			one->title,
			one->source ? "Asked every five minutes what has changed"
				    : "Sends what is played, as it is played");
		htmlf(p->out,
			"<a class='button' href='settings/integrations/new/"
			"%s' aria-label='Add %s'>Add</a></li>\n",
			one->name, one->title);
	}
	html(p->out, "</ul></section>\n");
}

enum err settings_integrations_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *rows = NULL;
	size_t count = 0;

	TRY(store_health_list(cx, app->store, req->visitor->user_id, &rows, &count));
	page_open(&p, SECTION_INTEGRATIONS, "Integrations");
	html(p.out, "<div class='stack'><h1>Integrations</h1>\n"
		    "<p class='soft'>Your media servers and players. What "
		    "you play there is recorded here by itself.</p></div>\n");
	if (count > 0)
		put_all(&p, rows, count);
	else
		html(p.out, "<p class='soft'>There is none yet. Choose what "
			    "you use; the steps follow.</p>\n");
	put_choice(&p);
	page_close(&p);
	return OK;
}
