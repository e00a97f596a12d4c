/* SPDX-License-Identifier: MIT */
/* integrations.c -- all of them, how each is, and what to add. */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/integration.h"
#include "shared/actions/problem.h"
#include "shared/store/thing.h"

/* More would be too large a page for a phone. */
enum { CARDS_MAX = 30 };

enum err settings_get(struct call *c)
{
	page_make(c);
	page_redirect(c, "settings/integrations", NULL, 0);
	return OK;
}

/* Where it is mended. */
static void put_link(const struct call *c, int64_t id, const struct problem *problem)
{
	static const struct {
		const char *text, *at;
	} places[] = {
		[PLACE_KEY] = { "Enter a new key", "#server" },
		[PLACE_SERVER] = { "Look at the server", "#server" },
		[PLACE_STEPS] = { "See the steps", "#steps" },
		[PLACE_SETTINGS] = { "Choose the account", "#settings" },
		[PLACE_DELIVERY] = { "See what was sent", "" },
	};
	const char *path = problem->place == PLACE_DELIVERY
				   ? arena_printf(c->cx->arena, "settings/deliveries/%" PRId64,
					     problem->delivery_id)
				   : integration_card_path(c->cx, id, places[problem->place].at);

	htmlf(c->out, "<a href='%s'>%s</a>", path, places[problem->place].text);
}

static enum err put_problems(const struct call *c, const struct overview *row)
{
	struct problem problems[PROBLEMS_MAX];
	size_t count;

	TRY(problem_list(c->cx, c->store, row, problems, &count));
	for (size_t i = 0; i < count; i++) {
		htmlf(c->out, "<p class='warning'><bdi>%s</bdi> ", problems[i].sentence);
		put_link(c, row->integration->id, &problems[i]);
		html(c->out, "</p>\n");
	}
	return OK;
}

static enum err put_card(const struct call *c, const struct overview *row)
{
	const struct integration *i = row->integration;
	struct condition state = integration_card_condition(c->cx, row);

	html(c->out, "<li class='card'><div class='head'>");
	htmlf(c->out, "<h2><a href='%s'><bdi>%s</bdi></a></h2>",
		integration_card_path(c->cx, i->id, ""), i->name);
	htmlf(c->out, "<span class='badge %s'>%s</span></div>\n", state.badge, state.word);
	htmlf(c->out, "<p class='soft'>%s. %s</p>\n<dl class='facts'>\n",
		words_provider(i->provider), state.sentence);
	if (row->server)
		integration_card_fact(c, "Last asked", row->server->yanked_ms);
	integration_card_fact(c, "Last heard", row->health.last_ms);
	integration_card_fact(c, "Last tracked", row->health.last_tracked_ms);
	html(c->out, "</dl>\n");
	TRY(put_problems(c, row));
	html(c->out, "</li>\n");
	return OK;
}

static enum err put_all(const struct call *c, const struct overview *rows, size_t count)
{
	html(c->out, "<ul class='cards'>\n");
	for (size_t i = 0; i < count && i < CARDS_MAX; i++)
		TRY(put_card(c, &rows[i]));
	html(c->out, "</ul>\n");
	if (count > CARDS_MAX)
		htmlf(c->out,
			"<p class='soft'>And %zu more; `ryotctl integration "
			"list` shows them all.</p>\n",
			count - CARDS_MAX);
	return OK;
}

static void put_choice(const struct call *c)
{
	html(c->out, "<section class='stack'><h2>Add an integration</h2>\n"
		     "<ul class='list'>\n");
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *one = providers[i];

		htmlf(c->out,
			"<li><div class='what'><strong>%s</strong>"
			"<span class='meta'>%s</span></div>",
			one->title,
			one->source ? "Asked every five minutes what has changed"
				    : "Sends what is played, as it is played");
		htmlf(c->out,
			"<a class='button' href='settings/integrations/new/"
			"%s' aria-label='Add %s'>Add</a></li>\n",
			one->name, one->title);
	}
	html(c->out, "</ul></section>\n");
}

static enum err put_unmatched(const struct call *c)
{
	int64_t count = 0;

	TRY(store_thing_count(c->cx, c->store, c->visitor->user_id, &count));
	if (count > 0)
		htmlf(c->out,
			"<p class='warning'>%s <a href='settings/unmatched'>Say what</a></p>\n",
			words_count(c->cx, count, "thing was reported without an id.",
				"things were reported without an id."));
	return OK;
}

enum err settings_integrations_get(struct call *c)
{
	const struct overview *rows = NULL;
	size_t count = 0;

	page_make(c);
	TRY(store_health_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	page_open(c, SECTION_INTEGRATIONS, "Integrations");
	html(c->out, "<div class='stack'><h1>Integrations</h1>\n"
		     "<p class='soft'>Your media servers and players. What "
		     "you play there is recorded here by itself.</p></div>\n");
	TRY(put_unmatched(c));
	if (count > 0)
		TRY(put_all(c, rows, count));
	else
		html(c->out, "<p class='soft'>There is none yet. Choose what "
			     "you use; the steps follow.</p>\n");
	htmlf(c->out, "<p class='soft'>%zu of at most %" PRId64 ".</p>\n", count,
		c->app->conf->quota_integrations);
	put_choice(c);
	page_close(c);
	return OK;
}
