/* SPDX-License-Identifier: MIT */
/* deliveries.c -- what one integration received, newest first. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/delivery.h"
#include "cgi/web/integration_card.h"

enum { ROWS = 50, EVENT_SHOWN = 60 };

static const struct choice {
	const char *value, *label;
} choices[] = {
	{ "", "Everything" },
	{ "tracked", "Tracked" },
	{ "duplicate", "Known already" },
	{ "ignored", "Ignored" },
	{ "unmatched", "Unmatched" },
	{ "refused", "Refused" },
};

void settings_delivery_put_outcome(const struct page *p, const struct delivery *row)
{
	static const struct {
		const char *badge, *word;
	} outcomes[OUTCOME__COUNT] = {
		[OUTCOME_TRACKED] = { "good", "Tracked" },
		[OUTCOME_DUPLICATE] = { "", "Known already" },
		[OUTCOME_IGNORED] = { "", "Ignored" },
		[OUTCOME_UNMATCHED] = { "warn", "Unmatched" },
		[OUTCOME_REFUSED] = { "bad", "Refused" },
	};
	enum outcome outcome = reason_outcome(row->reason);

	htmlf(p->out, "<span class='badge %s'>%s</span>", outcomes[outcome].badge,
		outcomes[outcome].word);
}

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

static void put_filter(const struct page *p, int64_t id, const char *outcome)
{
	htmlf(p->out,
		"<form class='filter' action='%s'><label>Show "
		"<select name='outcome'>\n",
		connect_path(p->cx, id, "/deliveries"));
	for (size_t i = 0; i < NELEM(choices); i++) {
		htmlf(p->out, "<option value='%s'", choices[i].value);
		if (strcmp(choices[i].value, outcome) == 0)
			html(p->out, " selected");
		htmlf(p->out, ">%s</option>\n", choices[i].label);
	}
	html(p->out, "</select></label> <button>Show</button></form>\n");
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

/* count: one more than are shown, when there are more. */
static void put_pager(const struct page *p, const struct delivery_filter *filter,
	const struct delivery *rows, size_t count)
{
	const char *path = connect_path(p->cx, filter->integration_id, "/deliveries");
	const char *outcome = filter->outcome ? filter->outcome : "";

	html(p->out, "<nav class='pager' aria-label='Pages'>");
	if (filter->before_id)
		htmlf(p->out, "<a href='%s?outcome=%s'>Newest</a>", path, outcome);
	else
		html(p->out, "<span></span>");
	if (count > ROWS)
		htmlf(p->out, "<a href='%s?outcome=%s&amp;before=%" PRId64 "'>Older</a>", path,
			outcome, rows[ROWS - 1].id);
	html(p->out, "</nav>\n");
}

static void put_empty(const struct page *p, const struct delivery_filter *f)
{
	if (f->outcome || f->before_id)
		html(p->out, "<p class='soft'>There is nothing of that "
			     "kind.</p>\n");
	else
		htmlf(p->out,
			"<section class='empty'><h2>Nothing came yet</h2>"
			"<p>Follow the steps on the other side, then play "
			"something.</p><p><a class='button' href='%s'>To "
			"the steps</a></p></section>\n",
			connect_path(p->cx, f->integration_id, ""));
}

enum err settings_deliveries_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct delivery_filter filter = { .user_id = req->visitor->user_id, .limit = ROWS + 1 };
	const struct integration *of = NULL;
	const struct delivery *rows = NULL;
	enum outcome outcome;
	size_t count = 0;

	TRY(connect_find_own(cx, app, req, &of));
	filter.integration_id = of->id;
	filter.outcome = form_text(req->form, "outcome");
	if (filter.outcome && !outcome_parse(filter.outcome, &outcome))
		filter.outcome = NULL;
	(void)form_i64(req->form, "before", 1, INT64_MAX, &filter.before_id);
	TRY(store_delivery_list(cx, app->store, &filter, &rows, &count));
	page_open(&p, SECTION_INTEGRATIONS, "Deliveries");
	htmlf(p.out,
		"<div class='stack'><p><a href='%s'><bdi>%s</bdi></a></p>"
		"\n<h1>Deliveries</h1>\n<p class='soft'>Everything that "
		"came, and what it led to.</p></div>\n",
		connect_path(cx, of->id, ""), of->name);
	put_filter(&p, of->id, filter.outcome ? filter.outcome : "");
	if (count > 0)
		put_table(&p, rows, count);
	else
		put_empty(&p, &filter);
	put_pager(&p, &filter, rows, count);
	page_close(&p);
	return OK;
}
