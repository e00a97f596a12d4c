/* SPDX-License-Identifier: MIT */
/* search.c -- works by the words of their titles, the best match first. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/pages/works/works.h"
#include "cgi/web/list.h"
#include "shared/base/url.h"
#include "shared/base/utf8.h"

static struct library_filter filter_of(const struct call *c)
{
	const char *words = form_trimmed(c->cx, c->form, "q");

	if (strlen(words) > SEARCH_MAX)
		words = arena_strndup(c->cx->arena, words, utf8_cut(words, SEARCH_MAX));
	return (struct library_filter){
		.user_id = c->visitor->user_id,
		.kind = kind_find(form_trimmed(c->cx, c->form, "kind")),
		.words = words,
		.order = ORDER_BEST,
		.page = list_page(c, LIBRARY_PAGES),
	};
}

static const char *address(const struct call *c, const struct library_filter *f, int page)
{
	return arena_printf(c->cx->arena, "search?q=%s&kind=%s&page=%d",
		url_encode(c->cx->arena, f->words), f->kind == KIND_NONE ? "" : kind_name(f->kind),
		page);
}

static void put_chip(const struct call *c, const struct library_filter *f, enum kind kind)
{
	struct library_filter wanted = *f;

	wanted.kind = kind;
	htmlf(c->out, "<a href='%s'", address(c, &wanted, 1));
	if (kind == f->kind)
		html(c->out, " aria-current='true'");
	htmlf(c->out, ">%s</a>\n", kind == KIND_NONE ? "Everything" : kind_many(kind));
}

static void put_chips(const struct call *c, const struct library_filter *f)
{
	html(c->out, "<nav class='chips' aria-label='Kinds'>\n");
	for (int k = KIND_NONE; k < KIND__COUNT; k++)
		put_chip(c, f, (enum kind)k);
	html(c->out, "</nav>\n");
}

static void put_none(const struct call *c, const struct library_filter *f)
{
	if (*f->words)
		htmlf(c->out,
			"<section class='empty'><h2>Nothing matches <q><bdi>%s</bdi></q></h2>\n"
			"<p>Each word must begin one of the title.</p>\n"
			"<p><a class='button' href='library'>Show the library</a></p></section>\n",
			f->words);
	else
		html(c->out, "<section class='empty'><h2>Search your library</h2>\n"
			     "<p>Enter the beginning of one or more words of a title. Case "
			     "and accents do not matter.</p></section>\n");
}

static void put_found(
	const struct call *c, const struct library_filter *f, const struct library_found *found)
{
	put_chips(c, f);
	if (found->count == 0) {
		put_none(c, f);
		return;
	}
	html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < found->count; i++)
		works_put_line(c, &found->rows[i]);
	html(c->out, "</ul>\n");
}

enum err search_get(struct call *c)
{
	struct library_filter f = filter_of(c);
	struct pager pager = { .back_label = "Back", .on_label = "More" };
	struct library_found found = { .count = 0 };

	page_make(c);
	if (*f.words)
		TRY(store_library_works(c->cx, c->store, &f, &found));
	page_open(c, SECTION_SEARCH,
		*f.words ? arena_printf(c->cx->arena, "%s \xc2\xb7 Search", f.words) : "Search");
	htmlf(c->out, "<div class='head'><h1>Search</h1><p>%s</p></div>\n",
		work_total(c->cx, &f, &found));
	put_found(c, &f, &found);
	if (f.page > 1)
		pager.back = address(c, &f, f.page - 1);
	if (found.has_more && f.page < LIBRARY_PAGES)
		pager.on = address(c, &f, f.page + 1);
	list_pager(c, &pager);
	page_close(c);
	return OK;
}
