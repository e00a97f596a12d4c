/* SPDX-License-Identifier: MIT */
/* library.c -- every work that was played: filtered, sorted, searched. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/cover.h"
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

static struct library_filter filter_of(const struct call *c)
{
	struct offered o = offered();
	const char *words = form_trimmed(c->cx, c->form, "q");

	if (strlen(words) > SEARCH_MAX)
		words = arena_strndup(c->cx->arena, words, utf8_cut(words, SEARCH_MAX));
	return (struct library_filter){
		.user_id = c->visitor->user_id,
		.kind = (enum kind)list_chosen(c, "kind", o.kinds, NELEM(o.kinds)),
		.state = (enum play_state)list_chosen(c, "state", o.states, NELEM(o.states)),
		.words = words,
		.order = (enum library_order)list_chosen(c, "sort", orders, NELEM(orders)),
		.page = list_page(c, LIBRARY_PAGES),
	};
}

static void put_filter(const struct call *c, const struct library_filter *f)
{
	struct offered o = offered();

	html(c->out, "<form class='filter' action='library'>\n");
	if (*f->words)
		htmlf(c->out, "<input type='hidden' name='q' value='%s'>\n", f->words);
	list_filter(c, "Kind", "kind", o.kinds, NELEM(o.kinds));
	list_filter(c, "State", "state", o.states, NELEM(o.states));
	list_filter(c, "Sorted by", "sort", orders, NELEM(orders));
	html(c->out, "<button>Show</button></form>\n");
}

/* "Film · 1999", "Audiobook · Andy Weir" */
static void put_meta(const struct call *c, const struct library_work *w)
{
	htmlf(c->out, "<span class='meta'>%s", kind_one(w->kind));
	if (w->year > 0)
		htmlf(c->out, " \xc2\xb7 %d", w->year);
	if (w->author && *w->author)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(c->cx, w->author, 60));
	html(c->out, "</span>\n");
}

static void put_state(const struct call *c, const struct library_work *w)
{
	html(c->out, "<span class='meta'>");
	if (work_has_parts(w))
		htmlf(c->out, "%s, ", words_count(c->cx, w->parts, "episode", "episodes"));
	if (w->open > 0)
		html(c->out, "In progress");
	else if (!work_has_parts(w))
		html(c->out, "Completed");
	else
		htmlf(c->out, "%" PRId64 " completed", w->completed);
	if (w->updated_ms >= 0) {
		html(c->out, " \xc2\xb7 ");
		page_time(c, w->updated_ms);
	}
	html(c->out, "</span>");
}

static void put_work(const struct call *c, const struct library_work *w)
{
	bool has_parts = work_has_parts(w);

	htmlf(c->out, "<li class='item what'><a href='works/%" PRId64 "'>", w->id);
	cover_put(c, &(struct cover){ .work_id = w->id,
			     .kind = w->kind,
			     .title = w->title,
			     .is_completed = w->open == 0 && !has_parts,
			     .share = w->open > 0 && !has_parts ? w->share : UNSAID });
	htmlf(c->out, "<span class='clamp'><bdi>%s</bdi></span></a>\n",
		play_card_title(c->cx, w->kind, w->title));
	put_meta(c, w);
	put_state(c, w);
	html(c->out, "</li>\n");
}

static const char *address(const struct call *c, const struct library_filter *f, int page)
{
	const char *kind = f->kind == KIND_NONE ? "" : kind_name(f->kind);

	return arena_printf(c->cx->arena, "library?kind=%s&state=%s&sort=%s&q=%s&page=%d", kind,
		state_name(f->state), orders[f->order].value, url_encode(c->cx->arena, f->words),
		page);
}

static void put_nothing(const struct call *c, const struct library_filter *f)
{
	bool is_filtered = f->kind != KIND_NONE || f->state != PLAY_ANY || *f->words || f->page > 1;

	html(c->out, "<section class='empty'>");
	if (is_filtered)
		html(c->out, "<h2>Nothing like that</h2>\n"
			     "<p>Nothing in your library matches. Each word must begin "
			     "one of the title, as your player reported it.</p>\n"
			     "<p><a class='button' href='library'>Show "
			     "everything</a></p>");
	else
		html(c->out, "<h2>Your library fills itself</h2>\n"
			     "<p>Every film, show, book and podcast that you play "
			     "is kept here.</p>\n"
			     "<p><a class='button primary' "
			     "href='settings/integrations'>See your integrations"
			     "</a></p>");
	html(c->out, "</section>\n");
}

static void put_pager(
	const struct call *c, const struct library_filter *f, const struct library_found *found)
{
	struct pager pager = { .back_label = "Back", .on_label = "More" };

	if (f->page > 1)
		pager.back = address(c, f, f->page - 1);
	if (found->has_more && f->page < LIBRARY_PAGES)
		pager.on = address(c, f, f->page + 1);
	list_pager(c, &pager);
}

enum err library_get(struct call *c)
{
	struct library_filter f = filter_of(c);
	struct library_found found;

	page_make(c);
	TRY(store_library_works(c->cx, c->store, &f, &found));
	page_open(c, SECTION_LIBRARY, "Library");
	htmlf(c->out, "<div class='head'><h1>Library</h1><p>%s</p></div>\n",
		work_total(c->cx, &f, &found));
	put_filter(c, &f);
	if (found.count == 0)
		put_nothing(c, &f);
	else
		html(c->out, "<ul class='grid'>\n");
	for (size_t i = 0; i < found.count; i++)
		put_work(c, &found.rows[i]);
	if (found.count > 0)
		html(c->out, "</ul>\n");
	put_pager(c, &f, &found);
	page_close(c);
	return OK;
}
