/* SPDX-License-Identifier: MIT */
/* deliveries.c -- what one integration received, newest first. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/delivery.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/list.h"

enum { ROWS = 50, EVENT_SHOWN = 60 };

static const struct choice choices[] = {
	{ "", "Everything" },
	{ "tracked", "Tracked" },
	{ "duplicate", "Already known" },
	{ "ignored", "Ignored" },
	{ "waiting", "Waiting" },
	{ "unmatched", "Unmatched" },
	{ "refused", "Refused" },
};

static void put_row(const struct call *c, const struct delivery *row)
{
	htmlf(c->out,
		"<tr><td data-label='When'><a href='settings/deliveries/"
		"%" PRId64 "'>",
		row->id);
	page_time(c, row->last_ms);
	html(c->out, "</a>");
	if (row->count > 1)
		htmlf(c->out, " <span class='soft'>%" PRId64 " times</span>", row->count);
	html(c->out, "</td><td data-label='About'>");
	settings_delivery_put_about(c, row);
	htmlf(c->out,
		"</td><td data-label='Event'><bdi>%s</bdi></td>"
		"<td data-label='Outcome'>",
		row->event ? words_clip(c->cx, row->event, EVENT_SHOWN) : "\xe2\x80\x93");
	settings_delivery_put_outcome(c, row);
	htmlf(c->out, "</td><td data-label='Why'>%s</td></tr>\n", reason_sentence(row->reason));
}

static void put_filter(const struct call *c, int64_t id)
{
	htmlf(c->out, "<form class='filter' action='%s'>\n",
		integration_card_path(c->cx, id, "/deliveries"));
	list_filter(c, "Show", "outcome", choices, NELEM(choices));
	html(c->out, "<button>Show</button></form>\n");
}

static void put_table(const struct call *c, const struct delivery *rows, size_t count)
{
	html(c->out, "<div class='card'><table class='flow'><thead><tr>"
		     "<th scope='col'>When</th><th scope='col'>About</th>"
		     "<th scope='col'>Event</th>"
		     "<th scope='col'>Outcome</th><th scope='col'>Why</th>"
		     "</tr></thead><tbody>\n");
	for (size_t i = 0; i < count && i < ROWS; i++)
		put_row(c, &rows[i]);
	html(c->out, "</tbody></table></div>\n");
}

/* count: above ROWS if there is another page. */
static void put_pager(const struct call *c, const struct delivery_filter *filter,
	const struct delivery *rows, size_t count)
{
	struct pager pager = { .back_label = "Newest", .on_label = "Older" };
	const char *newest = arena_printf(c->cx->arena, "%s?outcome=%s",
		integration_card_path(c->cx, filter->integration_id, "/deliveries"),
		filter->outcome ? filter->outcome : "");

	if (filter->before_id)
		pager.back = newest;
	if (count > ROWS)
		pager.on =
			arena_printf(c->cx->arena, "%s&before=%" PRId64, newest, rows[ROWS - 1].id);
	list_pager(c, &pager);
}

static void put_empty(const struct call *c, const struct delivery_filter *f)
{
	if (f->outcome || f->before_id)
		html(c->out, "<p class='soft'>There is nothing of that "
			     "kind.</p>\n");
	else
		htmlf(c->out,
			"<section class='empty'><h2>Nothing received yet</h2>"
			"<p>Follow the steps on the sender's side, then play "
			"something.</p><p><a class='button' href='%s'>See "
			"the steps</a></p></section>\n",
			integration_card_path(c->cx, f->integration_id, ""));
}

static void read_filter(const struct call *c, int64_t integration_id, struct delivery_filter *out)
{
	size_t chosen = list_chosen(c, "outcome", choices, NELEM(choices));

	*out = (struct delivery_filter){
		.user_id = c->visitor->user_id,
		.integration_id = integration_id,
		.outcome = chosen > 0 ? choices[chosen].value : NULL,
		.limit = ROWS + 1,
	};
	if (!form_i64(c->form, "before", 1, INT64_MAX, &out->before_id))
		out->before_id = 0;
}

enum err settings_deliveries_get(struct call *c)
{
	struct delivery_filter filter;
	const struct integration *of = NULL;
	const struct delivery *rows = NULL;
	size_t count = 0;

	page_make(c);
	TRY(integration_card_find_own(c, &of));
	read_filter(c, of->id, &filter);
	TRY(store_delivery_list(c->cx, c->store, &filter, &rows, &count));
	page_open(c, SECTION_INTEGRATIONS, "Deliveries");
	htmlf(c->out,
		"<div class='stack'><p><a href='%s'><bdi>%s</bdi></a></p>"
		"\n<h1>Deliveries</h1>\n<p class='soft'>Everything that "
		"was received, and what it led to.</p></div>\n",
		integration_card_path(c->cx, of->id, ""), of->name);
	put_filter(c, of->id);
	if (count > 0)
		put_table(c, rows, count);
	else
		put_empty(c, &filter);
	put_pager(c, &filter, rows, count);
	page_close(c);
	return OK;
}
