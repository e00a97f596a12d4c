/* SPDX-License-Identifier: MIT */
/* unmatched_thing.c -- one thing without a name, or with one; and its forms. */
#include "cgi/pages/settings/unmatched_thing.h"

#include "cgi/pages/settings/unmatched.h"
#include "cgi/web/play_card.h"
#include "shared/progress/pasted_as.h"
#include "shared/store/library.h"

enum { FOUND = 8, PLAYS = 50 };

static void put_shift(const struct call *c, const char *name, const char *label, const char *typed)
{
	htmlf(c->out,
		"<label>%s <input type='number' name='%s' value='%s' min='%d' max='%d' "
		"step='1'></label>\n",
		label, name, typed ? typed : "0", -SHIFT_MAX, SHIFT_MAX);
}

static bool is_shifted(const struct unmatched_typed *typed)
{
	for (size_t i = 0; i < NELEM(typed->shifts); i++)
		if (typed->shifts[i] && *typed->shifts[i] && strcmp(typed->shifts[i], "0") != 0)
			return true;
	return false;
}

static void put_form(
	const struct call *c, const struct thing *thing, const struct unmatched_typed *typed)
{
	html(c->out, "<section class='card'><h2>What is it?</h2>\n");
	page_form(c, unmatched_path(c->cx, thing->id, "/preview"));
	html(c->out, "<label>Id, or address of its page <input name='id' maxlength='1000' "
		     "autocapitalize='none' spellcheck='false' required");
	page_field_wrong(c, "id", typed->error);
	htmlf(c->out, " value='%s'></label>\n",
		typed->id ? words_clip(c->cx, typed->id, 1000) : "");
	page_field_error(c, "id", typed->error);
	htmlf(c->out, "<p class='hint'>%s</p>\n", pasted_hint(thing->kind));
	if (thing->kind == KIND_SHOW) {
		htmlf(c->out,
			"<details%s><summary>It is numbered differently there</summary>\n"
			"<p class='hint'>Added to the numbers that the player reports: with "
			"-1, its season 2 is season 1.</p><div class='row fields'>\n",
			is_shifted(typed) ? " open" : "");
		put_shift(c, "season_shift", "Seasons", typed->shifts[0]);
		put_shift(c, "episode_shift", "Episodes", typed->shifts[1]);
		html(c->out, "</div></details>\n");
	}
	html(c->out, "<button class='primary'>Preview\xe2\x80\xa6</button></form></section>\n");
}

/* ---- one of the person's works ---- */

static void put_found(
	const struct call *c, const struct thing *thing, const struct library_work *work)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(work->kind), work->id, work->title);
	htmlf(c->out, "<div class='what'><a href='works/%" PRId64 "'><bdi>%s</bdi></a>", work->id,
		play_card_title(c->cx, work->kind, work->title));
	if (work->year > 0)
		htmlf(c->out, "<span class='meta'>%d</span>", work->year);
	html(c->out, "</div><div class='end'>");
	page_button(c, &(struct button){ .action = unmatched_path(c->cx, thing->id, "/preview"),
			       .label = "This one\xe2\x80\xa6",
			       .style = "plain",
			       .name = "work",
			       .value = arena_printf(c->cx->arena, "%" PRId64, work->id) });
	html(c->out, "</div></li>\n");
}

static enum err put_works(const struct call *c, const struct thing *thing)
{
	const char *words = form_trimmed(c->cx, c->form, "q");
	struct library_filter filter = {
		.user_id = c->visitor->user_id,
		.kind = thing->kind,
		.words = words,
		.page = 1,
	};
	struct library_found found = { .count = 0 };

	if (strlen(words) > SEARCH_MAX)
		filter.words = words = words_clip(c->cx, words, SEARCH_MAX - 4);
	htmlf(c->out,
		"<section class='card'><h2>Or one of your works</h2>\n"
		"<form class='filter' action='%s' role='search' aria-label='Your works'>\n"
		"<label>Title "
		"<input type='search' name='q' value='%s' maxlength='%d'></label>\n"
		"<button>Search</button></form>\n",
		unmatched_path(c->cx, thing->id, ""), words, SEARCH_MAX);
	if (*words)
		TRY(store_library_works(c->cx, c->store, &filter, &found));
	if (*words && found.count == 0)
		html(c->out, "<p class='soft'>None of your works has such a title.</p>\n");
	if (found.count > 0)
		html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < found.count && i < FOUND; i++)
		put_found(c, thing, &found.rows[i]);
	if (found.count > 0)
		html(c->out, "</ul>\n");
	if (found.total > FOUND)
		html(c->out, "<p class='soft'>There are more: enter more of the title.</p>\n");
	html(c->out, "</section>\n");
	return OK;
}

static void put_never(const struct call *c, const struct thing *thing)
{
	html(c->out, "<section class='card'><h2>Or never track it</h2>\n"
		     "<p>Its reports are kept for as long as others, and lead to nothing.</p>\n");
	page_button(c, &(struct button){ .action = unmatched_path(c->cx, thing->id, "/preview"),
			       .label = "Never track it\xe2\x80\xa6",
			       .style = "plain",
			       .name = "never",
			       .value = "1" });
	html(c->out, "</section>\n");
}

/* ---- what was chosen ---- */

static void put_chosen(const struct call *c, const struct thing_row *row)
{
	html(c->out, "<section class='card'><h2>What you said</h2>\n<p>");
	unmatched_put_choice(c, &row->thing);
	html(c->out, ", ");
	page_time(c, row->thing.chosen_ms);
	html(c->out, ". Reports that come are taken for that.</p>\n<p class='soft'>Undoing takes "
		     "back what they have led to since, except what you changed yourself or "
		     "another player told of as well. They wait for a name again.</p>\n");
	page_button(c, &(struct button){ .action = unmatched_path(c->cx, row->thing.id, "/undo"),
			       .label = "Undo",
			       .style = "danger" });
	html(c->out, "</section>\n");
}

static void put_head(const struct call *c, const struct thing_row *row)
{
	htmlf(c->out,
		"<div class='stack'><p><a href='settings/unmatched'>Unmatched</a></p>\n"
		"<h1><bdi>%s</bdi></h1>\n<p class='row'>",
		unmatched_title(c->cx, &row->thing));
	unmatched_put_meta(c, row);
	unmatched_put_reports(c, row);
	if (row->delivery_id)
		htmlf(c->out, "<a href='settings/deliveries/%" PRId64 "'>The newest report</a>",
			row->delivery_id);
	html(c->out, "</p></div>\n");
}

static enum err put_choices(
	const struct call *c, const struct thing *thing, const struct unmatched_typed *typed)
{
	put_form(c, thing, typed);
	TRY(put_works(c, thing));
	put_never(c, thing);
	return OK;
}

enum err unmatched_show(const struct call *c, int64_t id, const struct unmatched_typed *typed)
{
	const struct thing_row *row = NULL;

	TRY(store_thing_get(c->cx, c->store, c->visitor->user_id, id, &row));
	page_open(c, SECTION_UNMATCHED, unmatched_title(c->cx, &row->thing));
	put_head(c, row);
	if (row->thing.choice == CHOICE_NONE) {
		TRY(put_choices(c, &row->thing, typed));
	} else {
		page_error(c, typed->error);
		put_chosen(c, row);
	}
	page_close(c);
	return OK;
}
