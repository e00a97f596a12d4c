/* SPDX-License-Identifier: MIT */
/* library.c -- every work that was played: filtered, sorted, searched. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "cgi/web/play_card.h"
#include "shared/base/url.h"
#include "shared/base/utf8.h"

static const struct choice orders[] = {
	[ORDER_RECENT] = { "recent", "Recently played" },
	[ORDER_TITLE] = { "title", "Title" },
	[ORDER_NEWEST] = { "newest", "Newest here" },
};

/* What the filter offers, in the order of the enums. */
struct offered {
	struct choice kinds[KIND__COUNT], states[PLAY__COUNT];
};

static struct offered offered(void)
{
	struct offered o = { .kinds[KIND_NONE] = { "", "Everything" } };

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		o.kinds[k] = (struct choice){ kind_name((enum kind)k), kind_many((enum kind)k) };
	for (int s = 0; s < PLAY__COUNT; s++)
		o.states[s] = (struct choice){ state_name((enum play_state)s),
			state_title((enum play_state)s) };
	return o;
}

static struct library_filter filter_of(const struct page *p)
{
	struct offered o = offered();
	const char *words = form_trimmed(p->cx, p->req->form, "q");

	if (strlen(words) > LIBRARY_WORDS_MAX)
		words = arena_strndup(p->cx->arena, words, utf8_cut(words, LIBRARY_WORDS_MAX));
	return (struct library_filter){
		.user_id = p->req->visitor->user_id,
		.kind = (enum kind)list_chosen(p, "kind", o.kinds, NELEM(o.kinds)),
		.state = (enum play_state)list_chosen(p, "state", o.states, NELEM(o.states)),
		.words = words,
		.order = (enum library_order)list_chosen(p, "sort", orders, NELEM(orders)),
		.page = list_page(p, LIBRARY_PAGES),
	};
}

static void put_filter(const struct page *p, const struct library_filter *f)
{
	struct offered o = offered();

	htmlf(p->out,
		"<form class='filter' action='library' role='search'>\n"
		"<label>Title <input type='search' name='q' value='%s' "
		"maxlength='%d'></label>\n",
		f->words, LIBRARY_WORDS_MAX);
	list_filter(p, "Kind", "kind", o.kinds, NELEM(o.kinds));
	list_filter(p, "State", "state", o.states, NELEM(o.states));
	list_filter(p, "Sorted by", "sort", orders, NELEM(orders));
	html(p->out, "<button>Show</button></form>\n");
}

/* "Film · 1999", "Audiobook · Andy Weir" */
static void put_meta(const struct page *p, const struct library_work *w)
{
	htmlf(p->out, "<span class='meta'>%s", kind_one(w->kind));
	if (w->year > 0)
		htmlf(p->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(p->cx, w->author, 60));
	html(p->out, "</span>\n");
}

static void put_state(const struct page *p, const struct library_work *w)
{
	if (w->open > 0)
		html(p->out, "<span class='badge live'>In progress</span>\n");
	else if (!work_has_parts(w))
		html(p->out, "<span class='badge good'>Completed</span>\n");
	if (work_has_parts(w))
		htmlf(p->out, "<span>%s</span>\n",
			words_count(p->cx, w->parts, "episode", "episodes"));
	if (w->updated_ms >= 0)
		page_time(p, w->updated_ms);
}

static void put_work(const struct page *p, const struct library_work *w)
{
	html(p->out, "<li>");
	page_tile(p, kind_name(w->kind), w->id, w->title);
	htmlf(p->out, "<div class='what'><a href='works/%" PRId64 "'><bdi>%s</bdi></a>\n", w->id,
		play_card_title(p->cx, w->kind, w->title));
	put_meta(p, w);
	if (w->open > 0 && !work_has_parts(w))
		page_bar(p, w->share, "So far");
	html(p->out, "</div><div class='end'>");
	put_state(p, w);
	html(p->out, "</div></li>\n");
}

static const char *address(const struct page *p, const struct library_filter *f, int page)
{
	const char *kind = f->kind == KIND_NONE ? "" : kind_name(f->kind);

	return arena_printf(p->cx->arena, "library?kind=%s&state=%s&sort=%s&q=%s&page=%d", kind,
		state_name(f->state), orders[f->order].value, url_encode(p->cx->arena, f->words),
		page);
}

static void put_nothing(const struct page *p, const struct library_filter *f)
{
	bool is_filtered = f->kind != KIND_NONE || f->state != PLAY_ANY || *f->words || f->page > 1;

	html(p->out, "<section class='empty'>");
	if (is_filtered)
		html(p->out, "<h2>Nothing like that</h2>\n"
			     "<p>Nothing in your library matches. Titles are "
			     "spelled as your player reported them.</p>\n"
			     "<p><a class='button' href='library'>Show "
			     "everything</a></p>");
	else
		html(p->out, "<h2>Your library fills itself</h2>\n"
			     "<p>Every film, show, book and podcast that you play "
			     "is kept here.</p>\n"
			     "<p><a class='button primary' "
			     "href='settings/integrations'>See your integrations"
			     "</a></p>");
	html(p->out, "</section>\n");
}

enum err library_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct library_filter f = filter_of(&p);
	struct pager pager = { .back_label = "Back", .on_label = "More" };
	const struct library_work *rows = NULL;
	size_t count = 0;
	int64_t total = 0;

	TRY(store_library_works(cx, app->store, &f, &rows, &count, &total));
	page_open(&p, SECTION_LIBRARY, "Library");
	htmlf(p.out, "<div class='head'><h1>Library</h1><p>%s</p></div>\n",
		words_count(cx, total, "work", "works"));
	put_filter(&p, &f);
	if (count == 0)
		put_nothing(&p, &f);
	else
		html(p.out, "<ul class='list'>\n");
	for (size_t i = 0; i < count; i++)
		put_work(&p, &rows[i]);
	if (count > 0)
		html(p.out, "</ul>\n");
	if (f.page > 1)
		pager.back = address(&p, &f, f.page - 1);
	if ((int64_t)f.page * LIBRARY_PAGE < total)
		pager.on = address(&p, &f, f.page + 1);
	list_pager(&p, &pager);
	page_close(&p);
	return OK;
}
