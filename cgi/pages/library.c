/* SPDX-License-Identifier: MIT */
/* library.c -- every work that was played: filtered and sorted. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/pages/works/works.h"
#include "cgi/web/list.h"
#include "shared/base/url.h"
#include "shared/base/utf8.h"
#include "shared/store/shelf.h"

static const struct choice orders[] = {
	[ORDER_RECENT] = { "recent", "last played" },
	[ORDER_TITLE] = { "title", "title" },
	[ORDER_NEWEST] = { "newest", "newest here" },
};

/* What the address asks for. */
struct asked {
	struct library_filter filter;
	int64_t before; /* works before the page, or UNSAID */
};

static enum play_state state_of(const struct call *c)
{
	enum play_state state = PLAY_ANY;

	return state_parse(form_trimmed(c->cx, c->form, "state"), &state) ? state : PLAY_ANY;
}

/* "m", for titles from there on; the letter is that of fold_sort. */
static const char *letter_of(const struct call *c)
{
	const char *from = form_trimmed(c->cx, c->form, "from");

	return strlen(from) == 1 && *from >= 'a' && *from <= '{' ? from : NULL;
}

static struct asked asked_of(const struct call *c)
{
	const char *words = form_trimmed(c->cx, c->form, "q");
	struct asked a = { .before = 0 };

	if (strlen(words) > SEARCH_MAX)
		words = arena_strndup(c->cx->arena, words, utf8_cut(words, SEARCH_MAX));
	a.filter = (struct library_filter){
		.user_id = c->visitor->user_id,
		.kind = kind_find(form_trimmed(c->cx, c->form, "kind")),
		.state = state_of(c),
		.words = words,
		.order = (enum library_order)list_chosen(c, "sort", orders, NELEM(orders)),
		.page = list_page(c, LIBRARY_PAGES),
	};
	if (*words || a.filter.order == ORDER_RECENT)
		return a;
	a.filter.page = 1;
	if (a.filter.order == ORDER_TITLE)
		a.filter.from = letter_of(c);
	if (!form_i64(c->form, "after", 1, INT64_MAX, &a.filter.after))
		a.filter.after = 0;
	else if (!form_i64(c->form, "before", 1, INT32_MAX, &a.before))
		a.before = UNSAID;
	if (a.filter.from)
		a.before = UNSAID;
	return a;
}

/* Of the first page with that filter. */
static const char *address(const struct call *c, const struct library_filter *f)
{
	struct arena *a = c->cx->arena;
	const char *kind = f->kind == KIND_NONE ? "" : kind_name(f->kind);
	const char *to = arena_printf(a, "library?kind=%s&state=%s&sort=%s", kind,
		state_name(f->state), orders[f->order].value);

	return *f->words ? arena_printf(a, "%s&q=%s", to, url_encode(a, f->words)) : to;
}

static void put_kinds(
	const struct call *c, const struct library_filter *f, const struct shelves *shelves)
{
	struct library_filter to = *f;

	html(c->out, "<nav class='chips' aria-label='Kinds'>\n");
	to.state = PLAY_ANY;
	for (int k = KIND_NONE; k < KIND__COUNT; k++) {
		to.kind = (enum kind)k;
		if (k == KIND_NONE || k == (int)f->kind || shelves->kinds[k].works > 0)
			list_chip(c,
				&(struct chip){ .to = address(c, &to),
					.label = k == KIND_NONE ? "Everything" : kind_many(to.kind),
					.count = *f->words ? UNSAID : shelves->kinds[k].works,
					.is_here = to.kind == f->kind });
	}
	html(c->out, "</nav>\n");
}

static void put_states(
	const struct call *c, const struct library_filter *f, const struct shelves *shelves)
{
	struct library_filter to = *f;

	if (f->kind == KIND_NONE && f->state == PLAY_ANY)
		return;
	html(c->out, "<nav class='chips' aria-label='States'>\n");
	for (size_t i = 0; i < PLAY__COUNT; i++) {
		to.state = (enum play_state)i;
		list_chip(c, &(struct chip){ .to = address(c, &to),
				     .label = to.state == PLAY_ANY ? "All" : state_title(to.state),
				     .count = *f->words ? UNSAID
							: shelves_count(shelves, to.kind, to.state),
				     .is_here = to.state == f->state });
	}
	html(c->out, "</nav>\n");
}

static void put_order(const struct call *c, const struct library_filter *f)
{
	struct library_filter to = *f;

	html(c->out, "<nav class='sorts' aria-label='Sorted by'>Sorted by\n");
	for (size_t i = 0; i < NELEM(orders); i++) {
		to.order = (enum library_order)i;
		htmlf(c->out, "<a href='%s'%s>%s</a>\n", address(c, &to),
			to.order == f->order ? " aria-current='true'" : "", orders[i].label);
	}
	html(c->out, "</nav>\n");
}

static void put_hidden(const struct call *c, const char *name, const char *value)
{
	if (*value)
		htmlf(c->out, "<input type='hidden' name='%s' value='%s'>", name, value);
}

/* A button for the other layout, which leads to this list again. */
static void put_view(const struct call *c, const struct library_filter *f)
{
	bool is_list = c->visitor->looks.is_list;

	html(c->out, "<form method='post' action='library/view' class='one'>");
	put_hidden(c, "csrf", c->visitor->csrf);
	put_hidden(c, "kind", f->kind == KIND_NONE ? "" : kind_name(f->kind));
	put_hidden(c, "state", state_name(f->state));
	put_hidden(c, "sort", orders[f->order].value);
	put_hidden(c, "q", f->words);
	htmlf(c->out, "<button class='quiet' name='view' value='%s'>Show as a %s</button></form>\n",
		is_list ? "grid" : "list", is_list ? "grid" : "list");
}

/* Titles that begin with no Latin letter come first and last. */
static void put_letters(const struct call *c, const struct library_filter *f)
{
	struct library_filter to = *f;

	to.from = NULL;
	htmlf(c->out, "<nav class='letters' aria-label='Titles from'><a href='%s'>#</a>\n",
		address(c, &to));
	for (char letter = 'a'; letter <= 'z'; letter++)
		htmlf(c->out, "<a href='%s&amp;from=%s'%s>%s</a>\n", address(c, &to),
			arena_printf(c->cx->arena, "%c", letter),
			f->from && *f->from == letter ? " aria-current='true'" : "",
			arena_printf(c->cx->arena, "%c", letter & ~32));
	htmlf(c->out,
		"<a href='%s&amp;from=%s'%s aria-label='Other scripts'>\xe2\x80\xa6</a></nav>\n",
		address(c, &to), "%7B", f->from && *f->from == '{' ? " aria-current='true'" : "");
}

static void put_nothing(const struct call *c, const struct asked *a)
{
	const struct library_filter *f = &a->filter;
	bool is_filtered = f->kind != KIND_NONE || f->state != PLAY_ANY || *f->words ||
			   f->page > 1 || f->from || f->after > 0;

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

/* The page that follows: by its number, or behind the last work of this one. */
static const char *further(
	const struct call *c, const struct asked *a, const struct library_found *found)
{
	const struct library_filter *f = &a->filter;
	const char *to = address(c, f);

	if (*f->words || f->order == ORDER_RECENT)
		return arena_printf(c->cx->arena, "%s&page=%d", to, f->page + 1);
	to = arena_printf(c->cx->arena, "%s&after=%" PRId64, to, found->rows[found->count - 1].id);
	return a->before == UNSAID ? to
				   : arena_printf(c->cx->arena, "%s&before=%" PRId64, to,
					     a->before + (int64_t)found->count);
}

/* With letters it is not known how many came before. */
static const char *place_of(
	const struct call *c, const struct asked *a, const struct library_found *found)
{
	const struct library_filter *f = &a->filter;
	int64_t shown = a->before + (int64_t)(f->page - 1) * LIBRARY_PAGE + (int64_t)found->count;

	if (a->before == UNSAID || (*f->words && found->total > LIBRARY_COUNTED))
		return NULL;
	return arena_printf(c->cx->arena, "%s of %s", words_number(c->cx, shown),
		words_number(c->cx, found->total));
}

static void put_pager(
	const struct call *c, const struct asked *a, const struct library_found *found)
{
	struct pager pager = { .back_label = "Back", .on_label = "More" };
	const struct library_filter *f = &a->filter;

	if (f->page > 1)
		pager.back = arena_printf(c->cx->arena, "%s&page=%d", address(c, f), f->page - 1);
	if (found->has_more && f->page < LIBRARY_PAGES)
		pager.on = further(c, a, found);
	if (found->count > 0 && (pager.back || pager.on || f->after > 0))
		pager.place = place_of(c, a, found);
	list_pager(c, &pager);
}

static void put_tools(
	const struct call *c, const struct library_filter *f, const struct shelves *shelves)
{
	put_kinds(c, f, shelves);
	put_states(c, f, shelves);
	html(c->out, "<div class='tools'>");
	put_order(c, f);
	html(c->out, "<div class='row'><a class='button quiet' href='lists'>Lists</a>\n");
	put_view(c, f);
	html(c->out, "</div></div>\n");
	if (f->order == ORDER_TITLE && !*f->words)
		put_letters(c, f);
}

enum err library_get(struct call *c)
{
	struct asked a = asked_of(c);
	struct library_found found;
	struct shelves shelves;

	page_make(c);
	TRY(store_shelves(c->cx, c->store, c->visitor->user_id, &shelves));
	TRY(store_library_works(c->cx, c->store, &a.filter, &found));
	page_open(c, SECTION_LIBRARY, "Library");
	htmlf(c->out, "<div class='head'><h1>Library</h1><p>%s</p></div>\n",
		work_total(c->cx, &a.filter, &found));
	html(c->out, "<div class='stack'>\n");
	put_tools(c, &a.filter, &shelves);
	html(c->out, "</div>\n");
	if (found.count == 0)
		put_nothing(c, &a);
	else
		works_put(c, found.rows, found.count);
	put_pager(c, &a, &found);
	page_close(c);
	return OK;
}

enum err library_view_post(struct call *c)
{
	struct asked a = asked_of(c);
	struct looks looks = c->visitor->looks;

	page_make(c);
	looks.is_list = strcmp(form_trimmed(c->cx, c->form, "view"), "list") == 0;
	TRY(store_looks_set(c->cx, c->store, c->visitor->user_id, &looks));
	page_redirect(c, address(c, &a.filter), NULL, 0);
	return OK;
}
