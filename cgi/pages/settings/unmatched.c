/* SPDX-License-Identifier: MIT */
/* unmatched.c -- everything that no id names, by thing; and what was named. */
#include "cgi/pages/settings/unmatched.h"

#include "cgi/pages/pages.h"
#include "cgi/web/list.h"
#include "shared/base/url.h"

enum { ROWS = 50, TITLE_SHOWN = 120, NAME_SHOWN = 60 };

const char *unmatched_path(struct cx *cx, int64_t id, const char *rest)
{
	return arena_printf(cx->arena, "settings/unmatched/%" PRId64 "%s", id, rest);
}

const char *unmatched_title(struct cx *cx, const struct thing *thing)
{
	if (thing->title && *thing->title)
		return words_clip(cx, thing->title, TITLE_SHOWN);
	return arena_printf(cx->arena, "%s without a title", kind_one(thing->kind));
}

void unmatched_put_meta(const struct call *c, const struct thing_row *row)
{
	htmlf(c->out, "<span class='meta'>%s", kind_one(row->thing.kind));
	if (row->thing.year > 0)
		htmlf(c->out, " \xc2\xb7 %d", row->thing.year);
	htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi></span>\n",
		words_clip(c->cx, row->integration, NAME_SHOWN));
}

void unmatched_put_reports(const struct call *c, const struct thing_row *row)
{
	htmlf(c->out, "<span class='meta'>%s",
		words_count(c->cx, row->reports, "report", "reports"));
	if (row->last_ms != UNSAID) {
		html(c->out, ", last ");
		page_time(c, row->last_ms);
	}
	html(c->out, "</span>\n");
}

static void put_shift(const struct call *c, const char *what, int by)
{
	if (by != 0)
		htmlf(c->out, ", %s %s%d", what, by > 0 ? "+" : "\xe2\x88\x92", by > 0 ? by : -by);
}

void unmatched_put_choice(const struct call *c, const struct thing *thing)
{
	const char *link = NULL;

	if (thing->choice == CHOICE_WORK && catalog_numbers(thing->as.source, thing->kind))
		link = catalog_link(thing->as.source, thing->kind);
	if (link)
		htmlf(c->out, "<a href='%s%s' rel='noreferrer'>%s</a>", link,
			url_encode(c->cx->arena, thing->as.value), naming_words(c->cx, thing));
	else
		htmlf(c->out, "%s", naming_words(c->cx, thing));
	put_shift(c, "seasons", thing->shift.season);
	put_shift(c, "episodes", thing->shift.episode);
}

/* The thing of a row, up to what stands at the end of it. */
static void open_row(const struct call *c, const struct thing_row *row)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(row->thing.kind), row->thing.id, row->thing.title);
	htmlf(c->out, "<div class='what'><a class='clamp' href='%s'><bdi>%s</bdi></a>\n",
		unmatched_path(c->cx, row->thing.id, ""), unmatched_title(c->cx, &row->thing));
	unmatched_put_meta(c, row);
	html(c->out, "</div><div class='end'>");
}

static void put_waiting(const struct call *c, const struct thing_row *row)
{
	open_row(c, row);
	unmatched_put_reports(c, row);
	html(c->out, "</div></li>\n");
}

static void put_named(const struct call *c, const struct thing_row *row)
{
	open_row(c, row);
	html(c->out, "<span>");
	unmatched_put_choice(c, &row->thing);
	html(c->out, "</span>");
	page_time(c, row->thing.chosen_ms);
	html(c->out, "</div></li>\n");
}

static void put_empty(const struct call *c, bool is_named)
{
	if (is_named)
		html(c->out,
			"<p class='soft'>What you name is listed here, and can be undone.</p>\n");
	else
		html(c->out, "<section class='empty'><h2>Everything has a name</h2>\n"
			     "<p>When a player reports something without an id of a catalog, it "
			     "waits here until you say what it is.</p></section>\n");
}

static void put_pager(const struct call *c, const struct thing_filter *f,
	const struct thing_row *rows, size_t count)
{
	struct pager pager = { .back_label = "Newest", .on_label = "Older" };
	const char *newest =
		f->is_named ? "settings/unmatched?list=named" : "settings/unmatched?list=";
	const struct thing_row *last = &rows[ROWS - 1];

	if (f->before_ms)
		pager.back = newest;
	if (count > ROWS)
		pager.on = arena_printf(c->cx->arena, "%s&before=%" PRId64 "&id=%" PRId64, newest,
			f->is_named ? last->thing.chosen_ms : last->last_ms, last->thing.id);
	list_pager(c, &pager);
}

static const struct choice shows[] = { { "", "Waiting" }, { "named", "Named" } };

static void read_filter(const struct call *c, struct thing_filter *out)
{
	*out = (struct thing_filter){
		.user_id = c->visitor->user_id,
		.is_named = list_chosen(c, "list", shows, NELEM(shows)) == 1,
		.limit = ROWS + 1,
	};
	if (!form_i64(c->form, "before", 1, INT64_MAX, &out->before_ms) ||
		!form_i64(c->form, "id", 1, INT64_MAX, &out->before_id))
		out->before_ms = out->before_id = 0;
}

enum err settings_unmatched_get(struct call *c)
{
	const struct thing_row *rows = NULL;
	struct thing_filter filter;
	size_t count = 0;

	page_make(c);
	read_filter(c, &filter);
	TRY(store_thing_list(c->cx, c->store, &filter, &rows, &count));
	page_open(c, SECTION_UNMATCHED, "Unmatched");
	html(c->out, "<div class='stack'><h1>Unmatched</h1>\n<p class='soft'>What your players "
		     "reported without an id of a catalog. Say once what it is: the reports that "
		     "wait are recorded then, and later ones at once.</p></div>\n");
	html(c->out, "<form class='filter' action='settings/unmatched'>\n");
	list_filter(c, "Show", "list", shows, NELEM(shows));
	html(c->out, "<button>Show</button></form>\n");
	if (count == 0)
		put_empty(c, filter.is_named);
	else
		html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < count && i < ROWS; i++)
		(filter.is_named ? put_named : put_waiting)(c, &rows[i]);
	if (count > 0)
		html(c->out, "</ul>\n");
	put_pager(c, &filter, rows, count);
	page_close(c);
	return OK;
}
