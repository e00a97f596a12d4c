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
	{ "unmatched", "Unmatched" },
	{ "refused", "Refused" },
};

static void put_row(const struct page *p, const struct delivery *row)
{
	htmlf(p->out,
		"<tr><td data-label='When'><a href='settings/deliveries/"
		"%" PRId64 "'>",
		row->id);
	page_time(p, row->last_ms);
	html(p->out, "</a>");
	if (row->count > 1)
		htmlf(p->out, " <span class='soft'>%" PRId64 " times</span>", row->count);
	htmlf(p->out,
		"</td><td data-label='Event'><bdi>%s</bdi></td>"
		"<td data-label='Outcome'>",
		row->event ? words_clip(p->cx, row->event, EVENT_SHOWN) : "\xe2\x80\x93");
	settings_delivery_put_outcome(p, row);
	htmlf(p->out, "</td><td data-label='Why'>%s</td></tr>\n", reason_sentence(row->reason));
}

static void put_filter(const struct page *p, int64_t id)
{
	htmlf(p->out, "<form class='filter' action='%s'>\n",
		integration_card_path(p->cx, id, "/deliveries"));
	list_filter(p, "Show", "outcome", choices, NELEM(choices));
	html(p->out, "<button>Show</button></form>\n");
}

static void put_table(const struct page *p, const struct delivery *rows, size_t count)
{
	html(p->out, "<div class='card'><table class='flow'><thead><tr>"
		     "<th scope='col'>When</th><th scope='col'>Event</th>"
		     "<th scope='col'>Outcome</th><th scope='col'>Why</th>"
		     "</tr></thead><tbody>\n");
	for (size_t i = 0; i < count && i < ROWS; i++)
		put_row(p, &rows[i]);
	html(p->out, "</tbody></table></div>\n");
}

/* count: above ROWS if there is another page. */
static void put_pager(const struct page *p, const struct delivery_filter *filter,
	const struct delivery *rows, size_t count)
{
	struct pager pager = { .back_label = "Newest", .on_label = "Older" };
	const char *newest = arena_printf(p->cx->arena, "%s?outcome=%s",
		integration_card_path(p->cx, filter->integration_id, "/deliveries"),
		filter->outcome ? filter->outcome : "");

	if (filter->before_id)
		pager.back = newest;
	if (count > ROWS)
		pager.on =
			arena_printf(p->cx->arena, "%s&before=%" PRId64, newest, rows[ROWS - 1].id);
	list_pager(p, &pager);
}

static void put_empty(const struct page *p, const struct delivery_filter *f)
{
	if (f->outcome || f->before_id)
		html(p->out, "<p class='soft'>There is nothing of that "
			     "kind.</p>\n");
	else
		htmlf(p->out,
			"<section class='empty'><h2>Nothing received yet</h2>"
			"<p>Follow the steps on the sender's side, then play "
			"something.</p><p><a class='button' href='%s'>See "
			"the steps</a></p></section>\n",
			integration_card_path(p->cx, f->integration_id, ""));
}

static void read_filter(const struct page *p, int64_t integration_id, struct delivery_filter *out)
{
	size_t chosen = list_chosen(p, "outcome", choices, NELEM(choices));

	*out = (struct delivery_filter){
		.user_id = p->req->visitor->user_id,
		.integration_id = integration_id,
		.outcome = chosen > 0 ? choices[chosen].value : NULL,
		.limit = ROWS + 1,
	};
	if (!form_i64(p->req->form, "before", 1, INT64_MAX, &out->before_id))
		out->before_id = 0;
}

enum err settings_deliveries_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct delivery_filter filter;
	const struct integration *of = NULL;
	const struct delivery *rows = NULL;
	size_t count = 0;

	TRY(integration_card_find_own(cx, app, req, &of));
	read_filter(&p, of->id, &filter);
	TRY(store_delivery_list(cx, app->store, &filter, &rows, &count));
	page_open(&p, SECTION_INTEGRATIONS, "Deliveries");
	htmlf(p.out,
		"<div class='stack'><p><a href='%s'><bdi>%s</bdi></a></p>"
		"\n<h1>Deliveries</h1>\n<p class='soft'>Everything that "
		"was received, and what it led to.</p></div>\n",
		integration_card_path(cx, of->id, ""), of->name);
	put_filter(&p, of->id);
	if (count > 0)
		put_table(&p, rows, count);
	else
		put_empty(&p, &filter);
	put_pager(&p, &filter, rows, count);
	page_close(&p);
	return OK;
}
