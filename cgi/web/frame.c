/* SPDX-License-Identifier: MIT */
#include "cgi/web/frame.h"

#include "cgi/web/cover.h"
#include "shared/base/version.h"

static bool is_signed_in(const struct call *c)
{
	return c->visitor && c->visitor->user_id != 0;
}

/* The colours are --bg of the style sheet. */
static void put_resources(const struct call *c)
{
	html(c->out,
		"<link rel='stylesheet' href='static/app.css?" ASSETS "'>\n"
		"<link rel='icon' href='static/icon.svg?" ASSETS "' type='image/svg+xml'>\n"
		"<link rel='apple-touch-icon' href='static/icon-180.png?" ASSETS "'>\n"
		"<link rel='manifest' href='static/manifest.json?" ASSETS "'>\n"
		"<link rel='search' type='application/opensearchdescription+xml' title='Ryot' "
		"href='opensearch.xml'>\n"
		"<meta name='theme-color' media='(prefers-color-scheme: light)' content='#f8f7f4'>\n"
		"<meta name='theme-color' media='(prefers-color-scheme: dark)' content='#0f0f13'>\n"
		"<script src='static/app.js?" ASSETS "' defer></script>\n");
}

void frame_head(const struct call *c, const char *title)
{
	htmlf(c->out,
		"<!DOCTYPE html>\n<html lang='en' data-theme='%s'>\n<head>\n<meta charset='utf-8'>\n",
		theme_name(c->visitor ? c->visitor->looks.theme : THEME_SYSTEM));
	htmlf(c->out, "<base href='%s'>\n<title>%s \xc2\xb7 Ryot</title>\n",
		c->app->conf->base_path, title);
	html(c->out, "<meta name='viewport' "
		     "content='width=device-width, initial-scale=1, viewport-fit=cover'>\n"
		     "<meta name='color-scheme' content='light dark'>\n"
		     "<meta name='referrer' content='no-referrer'>\n");
	put_resources(c);
	html(c->out, "</head>\n");
}

static const struct place {
	enum section section;
	const char *path, *label, *icon;
} places[] = {
	{ SECTION_HOME, "./", "Home", "M4 11 12 4l8 7v9h-5.5v-6h-5v6H4z" },
	{ SECTION_LIBRARY, "library", "Library", "M4 4h4v16H4zM12 4h4v16h-4zM19 5l2 14" },
	{ SECTION_HISTORY, "history", "History", "M4.5 9A8 8 0 1 1 4 12M4 4.5V9h4.5M12 8v4.5l3 2" },
	{ SECTION_STATISTICS, "statistics", "Statistics", "M4 20h16M7 16v-4M12 16V5M17 16V9" },
};

/* One element: in the bar of a desk, at the foot of a phone. */
static void put_places(const struct call *c, enum section section)
{
	html(c->out, "<nav class='places' aria-label='Main'>\n");
	for (size_t i = 0; i < NELEM(places); i++) {
		htmlf(c->out, "<a href='%s'", places[i].path);
		if (places[i].section == section)
			html(c->out, " aria-current='page'");
		htmlf(c->out,
			"><svg viewBox='0 0 24 24' aria-hidden='true'><path d='%s'/></svg>"
			"%s</a>\n",
			places[i].icon, places[i].label);
	}
	html(c->out, "</nav>\n");
}

static void put_person(const struct call *c, enum section section)
{
	htmlf(c->out, "<a class='me' href='settings/integrations' aria-label='Settings of %s'",
		c->visitor->name);
	if (section >= SECTION_INTEGRATIONS)
		html(c->out, " aria-current='page'");
	htmlf(c->out, "><span>%s</span></a>\n", cover_mark(c->cx, c->visitor->name));
}

static void put_search(const struct call *c, enum section section)
{
	const char *words = section == SECTION_SEARCH ? form_text(c->form, "q") : NULL;

	htmlf(c->out,
		"<form class='find' action='search' role='search'>"
		"<svg viewBox='0 0 24 24' aria-hidden='true'>"
		"<circle cx='10.5' cy='10.5' r='6.5'/><path d='m15.5 15.5 5 5'/></svg>"
		"<input type='search' name='q' value='%s' maxlength='%d' placeholder='Search' "
		"aria-label='Search your library' autocomplete='off'><kbd aria-hidden='true' hidden>/</kbd></form>\n",
		words ? words_clip(c->cx, words, SEARCH_MAX) : "", SEARCH_MAX);
}

void frame_bar(const struct call *c, enum section section)
{
	/*
	 * <base> would resolve a bare "#main" to the front page. An unknown
	 * path may look like an absolute address ("/https://...").
	 */
	htmlf(c->out, "<body>\n<a class='skip' href='./%s#main'>Skip to content</a>\n",
		c->req->path + strspn(c->req->path, "/"));
	html(c->out, "<header class='top'>\n"
		     "<a class='brand' href='./'><svg viewBox='0 0 32 32' aria-hidden='true'>"
		     "<path d='M16 3a13 13 0 1 0 13 13'/>"
		     "<path class='mark' d='M13 10.5v11l9-5.5z'/></svg>Ryot</a>\n");
	if (section != SECTION_NONE) {
		put_places(c, section);
		put_search(c, section);
		put_person(c, section);
	}
	html(c->out, "</header>\n");
}

void frame_foot(const struct call *c)
{
	if (is_signed_in(c))
		html(c->out,
			"<footer class='foot'><span>Ryot " VERSION "</span>\n"
			"<a href='settings/integrations'>Integrations</a>\n"
			"<a href='settings/account'>Export</a>\n"
			"<button class='quiet' data-keys hidden>Keyboard shortcuts <kbd>?</kbd></button></footer>\n");
	html(c->out, "</body>\n</html>\n");
}
