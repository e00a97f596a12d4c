/* SPDX-License-Identifier: MIT */
/* ids.c -- the ids of a work in catalogs, and the form that corrects them. */
#include "cgi/pages/works/ids.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "shared/actions/edit.h"
#include "shared/base/url.h"

enum { EDITS_SHOWN = 5 };

/* Where an id links to; kind: that of the work, or "" for any. */
static const struct place {
	enum catalog source;
	const char *kind, *name, *address; /* the id follows */
} places[] = {
	/* clang-format off */
	{ CATALOG_TMDB,    "movie", "TMDb",     "https://www.themoviedb.org/movie/" },
	{ CATALOG_TMDB,    "show",  "TMDb",     "https://www.themoviedb.org/tv/" },
	{ CATALOG_TVDB,    "movie", "TheTVDB",  "https://www.thetvdb.com/dereferrer/movie/" },
	{ CATALOG_TVDB,    "show",  "TheTVDB",  "https://www.thetvdb.com/dereferrer/series/" },
	{ CATALOG_IMDB,    "",      "IMDb",     "https://www.imdb.com/title/" },
	{ CATALOG_AUDIBLE, "",      "Audible",  "https://www.audible.com/pd/" },
	{ CATALOG_ISBN,    "",      "ISBN",     "https://openlibrary.org/isbn/" },
	{ CATALOG_ITUNES,  "",      "iTunes",   "https://podcasts.apple.com/podcast/id" },
	/* clang-format on */
};

static const struct place *place_of(enum catalog source, const char *kind)
{
	for (size_t i = 0; i < NELEM(places); i++)
		if (places[i].source == source &&
			(!*places[i].kind || strcmp(places[i].kind, kind) == 0))
			return &places[i];
	return NULL;
}

static const char *name_of(const char *source_text, const char *kind)
{
	enum catalog source;
	const struct place *place = NULL;

	if (catalog_parse(source_text, &source))
		place = place_of(source, kind);
	return place ? place->name : source_text;
}

static void put_id(const struct page *p, const struct id *id, const char *kind)
{
	const struct place *place = place_of(id->source, kind);

	if (place)
		htmlf(p->out,
			"<li><a class='button' href='%s%s' "
			"rel='noreferrer'>%s <span class='mono'>%s</span>"
			"</a></li>\n",
			place->address, url_encode(p->cx->arena, id->value), place->name,
			id->value);
	else
		htmlf(p->out, "<li>%s <code>%s</code></li>\n", catalog_name(id->source), id->value);
}

/*
 * A media server's own ids contain its address, and the server may belong to
 * somebody else: say that there are some, but do not show them.
 */
static void put_list(const struct page *p, const struct id *ids, size_t count, const char *kind)
{
	size_t local = 0;

	html(p->out, "<ul class='row ids'>\n");
	for (size_t i = 0; i < count; i++) {
		if (ids[i].source == CATALOG_LOCAL)
			local++;
		else
			put_id(p, &ids[i], kind);
	}
	if (local > 0)
		htmlf(p->out, "<li class='soft'>%s</li>\n",
			local == 1 ? "A media server's own id" : "Media servers' own ids");
	html(p->out, "</ul>\n");
}

static void put_edit(const struct page *p, const struct id_edit *edit, const char *kind)
{
	htmlf(p->out, "<li class='row'><span>You changed %s from %s to %s ",
		name_of(edit->source, kind), edit->value_old ? edit->value_old : "none",
		edit->value_new ? edit->value_new : "none");
	page_time(p, edit->at_ms);
	html(p->out, ".</span>\n");
	work_undo_button(p, edit->id);
	html(p->out, "</li>\n");
}

static enum err put_edits(const struct page *p, const struct library_work *work)
{
	const struct id_edit *edits = NULL;
	size_t count = 0;

	TRY(store_edit_ids(p->cx, p->app->store, p->req->visitor->user_id, work->id, EDITS_SHOWN,
		&edits, &count));
	if (count == 0)
		return OK;
	html(p->out, "<ul class='stack small'>\n");
	for (size_t i = 0; i < count; i++)
		put_edit(p, &edits[i], work->kind);
	html(p->out, "</ul>\n");
	return OK;
}

/* Does the catalog have ids for such works? */
static bool fits(enum catalog source, const char *kind)
{
	if (strcmp(kind, "movie") == 0 || strcmp(kind, "show") == 0)
		return catalog_is_screen(source);
	if (strcmp(kind, "podcast") == 0)
		return source == CATALOG_ITUNES;
	return source == CATALOG_AUDIBLE || source == CATALOG_ISBN;
}

static void put_option(
	const struct page *p, enum catalog source, const struct ids_typed *typed, const char *kind)
{
	const char *name = catalog_name(source);

	list_option(p, &(struct choice){ name, name_of(name, kind) },
		typed->source && strcmp(typed->source, name) == 0);
}

static void put_form(
	const struct page *p, const struct library_work *work, const struct ids_typed *typed)
{
	htmlf(p->out, "<details%s><summary>Correct an id</summary>\n", typed->value ? " open" : "");
	page_form(p, work_address(p->cx, work->id, "/ids"));
	html(p->out, "<p class='hint'>Correct it on the media server as well, or "
		     "it will keep sending the old id. Leave the field empty to "
		     "remove the id.</p>\n<div class='row fields'>\n"
		     "<label>From <select name='source'>\n");
	for (int i = 0; i < CATALOG__COUNT; i++)
		if (fits((enum catalog)i, work->kind))
			put_option(p, (enum catalog)i, typed, work->kind);
	htmlf(p->out,
		"</select></label>\n<label>Id <input name='value' "
		"value='%s' maxlength='%d' autocapitalize='none' "
		"spellcheck='false'></label>\n"
		"<button>Save</button></div></form></details>\n",
		typed->value ? words_clip(p->cx, typed->value, ID_TEXT) : "", ID_TEXT);
}

enum err ids_put(
	const struct page *p, const struct library_work *work, const struct ids_typed *typed)
{
	struct editor who = { p->req->visitor->user_id, p->req->visitor->is_admin };
	const struct id *ids = NULL;
	size_t count = 0;
	bool may = false;

	TRY(store_library_ids(p->cx, p->app->store, work->id, &ids, &count));
	TRY(store_edit_may_id(p->cx, p->app->store, &who, work->id, &may));
	html(p->out, "<section class='stack'><h2>Known elsewhere as</h2>\n");
	put_list(p, ids, count, work->kind);
	TRY(put_edits(p, work));
	if (may)
		put_form(p, work, typed);
	else
		html(p->out, "<p class='hint'>Other people here have played this "
			     "too, so only an administrator can correct its ids.</p>"
			     "\n");
	html(p->out, "</section>\n");
	return OK;
}
