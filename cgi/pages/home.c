/* SPDX-License-Identifier: MIT */
/* home.c -- what is playing, in progress, and recently completed. */
#include "cgi/pages/now.h"
#include "cgi/pages/pages.h"
#include "cgi/web/play_card.h"
#include "shared/providers/provider.h"
#include "shared/store/integration.h"

enum { OPEN_MAX = 12, COMPLETED_MAX = 10 };

struct rows {
	const struct library_play *list;
	size_t count;
};

static enum err get(const struct call *c, enum library_list which, size_t limit, struct rows *rows)
{
	const struct library_play_filter filter = { which, c->visitor->user_id, limit };

	return store_library_list(c->cx, c->store, &filter, &rows->list, &rows->count);
}

static void put_open(const struct call *c, const struct rows *rows)
{
	if (rows->count == 0)
		return;
	html(c->out, "<section class='stack'><div class='head'>"
		     "<h2>In progress</h2>\n");
	if (rows->count == OPEN_MAX)
		html(c->out, "<a href='library?state=in_progress'>"
			     "All in progress</a>\n");
	html(c->out, "</div><ul class='cards'>\n");
	for (size_t i = 0; i < rows->count; i++)
		play_card_open(c, &rows->list[i]);
	html(c->out, "</ul></section>\n");
}

static void put_completed(const struct call *c, const struct rows *rows)
{
	if (rows->count == 0)
		return;
	html(c->out, "<section class='stack'><div class='head'>"
		     "<h2>Recently completed</h2>\n"
		     "<a href='history'>History</a></div>\n"
		     "<ul class='list'>\n");
	for (size_t i = 0; i < rows->count; i++) {
		const struct library_play *play = &rows->list[i];

		html(c->out, "<li>");
		play_card_head(c, play);
		html(c->out, "</div>\n<div class='end'>");
		page_time(c, play->completed_ms);
		htmlf(c->out, "<span>%s</span></div></li>\n", play_card_position(c->cx, play));
	}
	html(c->out, "</ul></section>\n");
}

/* Nothing yet: suggests the next step, depending on what is done already. */
static enum err put_empty(const struct call *c)
{
	const struct integration *rows = NULL;
	size_t count = 0;

	TRY(store_integration_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	html(c->out, "<section class='empty'>");
	if (count == 0)
		htmlf(c->out,
			"<h2>Connect your media players</h2>\n"
			"<p>Once %s is connected, what you watch, listen to and read shows up here "
			"automatically.</p>\n"
			"<p><a class='button primary' href='settings/integrations'>"
			"Add an integration</a></p>",
			provider_titles(c->cx->arena));
	else
		html(c->out, "<h2>Ready when you are</h2>\n"
			     "<p>Play something for a few minutes and it shows up "
			     "here. If it does not, the deliveries of your "
			     "integration say why.</p>\n"
			     "<p><a class='button' href='settings/integrations'>"
			     "Look at your integrations</a></p>");
	html(c->out, "</section>\n");
	return OK;
}

enum err home_get(struct call *c)
{
	struct rows open = { NULL, 0 }, completed = { NULL, 0 };
	bool is_empty;

	page_make(c);
	TRY(get(c, LIBRARY_OPEN, OPEN_MAX, &open));
	TRY(get(c, LIBRARY_COMPLETED, COMPLETED_MAX, &completed));
	page_open(c, SECTION_HOME, "Home");
	html(c->out, "<h1 class='unseen'>Home</h1>\n"
		     "<div data-refresh='now' data-every='10'>");
	TRY(now_put(c, &is_empty));
	is_empty = is_empty && open.count == 0 && completed.count == 0;
	html(c->out, "</div>\n");
	if (is_empty)
		TRY(put_empty(c));
	put_open(c, &open);
	put_completed(c, &completed);
	page_close(c);
	return OK;
}
