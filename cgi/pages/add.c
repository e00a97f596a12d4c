/* SPDX-License-Identifier: MIT */
/* add.c -- a work that no sender has told of, entered by hand. */
#include "shared/actions/add.h"
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "shared/base/lengths.h"

static const struct choice ends[] = {
	{ "done", "I have watched, heard or read it" },
	{ "wanted", "I want to: put it on the watchlist" },
};

static const char *typed(const struct call *c, const char *name)
{
	return words_clip(c->cx, form_trimmed(c->cx, c->form, name), REPORT_NAME_MAX);
}

static void put_fields(const struct call *c)
{
	struct choice kinds[KIND__COUNT];
	size_t count = 0;

	/* An episode of a podcast has no number by which it could be named. */
	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		if (k != KIND_PODCAST)
			kinds[count++] =
				(struct choice){ kind_name((enum kind)k), kind_one((enum kind)k) };
	list_filter(c, "What it is", "kind", kinds, count);
	htmlf(c->out,
		"<label>Title <input name='title' value='%s' required maxlength='%d'></label>\n"
		"<label>Author, of a book <input name='author' value='%s' maxlength='%d'></label>\n",
		typed(c, "title"), REPORT_NAME_MAX, typed(c, "author"), REPORT_NAME_MAX);
	htmlf(c->out,
		"<label>Year <input name='year' value='%s' inputmode='numeric' "
		"pattern='[0-9]{4}'></label>\n"
		"<label>Its id in a catalog, or the address of its page there "
		"<input name='id' value='%s' maxlength='%d' autocapitalize='none' "
		"spellcheck='false' aria-describedby='id-hint'></label>\n",
		typed(c, "year"), typed(c, "id"), ADDRESS_MAX);
	html(c->out, "<p class='hint' id='id-hint'>With an id, what your players report later "
		     "is known to be the same.</p>\n");
}

static void put_when(const struct call *c)
{
	list_filter(c, "And you", "end", ends, NELEM(ends));
	htmlf(c->out,
		"<label>When; empty: now <input type='datetime-local' name='at' value='%s'>"
		"</label>\n"
		"<fieldset><legend>The episode, of a show</legend><div class='row fields'>"
		"<label>Season <input name='season' value='%s' inputmode='numeric' "
		"pattern='[0-9]{1,4}'></label>\n"
		"<label>Episode <input name='episode' value='%s' inputmode='numeric' "
		"pattern='[0-9]{1,5}'></label></div></fieldset>\n",
		typed(c, "at"), typed(c, "season"), typed(c, "episode"));
}

static enum err show(const struct call *c, const char *error, bool is_there)
{
	page_open(c, SECTION_LIBRARY, "Add by hand");
	html(c->out, "<h1>Add by hand</h1>\n<section class='card'>\n");
	page_error(c, error);
	page_form(c, "add");
	put_fields(c);
	put_when(c);
	if (is_there)
		html(c->out, "<label class='check'><input type='checkbox' name='another'> "
			     "It is another work of the same title</label>\n");
	html(c->out, "<button class='primary'>Add</button></form>\n</section>\n");
	page_close(c);
	return OK;
}

enum err add_get(struct call *c)
{
	page_make(c);
	return show(c, NULL, false);
}

static int number_of(const struct call *c, const char *name, int64_t max)
{
	int64_t number;

	return form_i64(c->form, name, 0, max, &number) ? (int)number : UNSAID;
}

static enum err add(const struct call *c, struct edited *edited)
{
	struct add what = {
		.user_id = c->visitor->user_id,
		.kind = kind_find(form_trimmed(c->cx, c->form, "kind")),
		.title = form_trimmed(c->cx, c->form, "title"),
		.author = form_trimmed(c->cx, c->form, "author"),
		.id = form_trimmed(c->cx, c->form, "id"),
		.year = number_of(c, "year", 9999),
		.season = number_of(c, "season", 9999),
		.episode = number_of(c, "episode", 99999),
		.is_wanted = list_chosen(c, "end", ends, NELEM(ends)) == 1,
		.is_another = form_has(c->form, "another"),
	};
	const char *when = form_trimmed(c->cx, c->form, "at");
	struct moment at;

	*edited = (struct edited){ 0 };
	if (*when)
		TRY(moment_parse(c->cx, when, &at));
	what.at = *when ? &at : NULL;
	return add_work(c->cx, c->store, &what, edited);
}

enum err add_post(struct call *c)
{
	struct edited edited;
	enum err err;

	page_make(c);
	err = add(c, &edited);
	if (err == ERR_INPUT || err == ERR_CONFLICT) {
		c->res->status = err_http_status(err);
		return show(c, arena_strdup(c->cx->arena, c->cx->note), err == ERR_CONFLICT);
	}
	TRY(err);
	page_redirect(c, work_address(c->cx, edited.work_id, ""), "work-added", edited.edit_id);
	return OK;
}
