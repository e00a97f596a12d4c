/* SPDX-License-Identifier: MIT */
/* plays.c -- the plays of a work, their deliveries, and undoing changes. */
#include "cgi/pages/works/plays.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "cgi/web/play_card.h"
#include "shared/base/zone.h"

enum { PLAYS_SHOWN = 8, DELIVERIES_SHOWN = 3 };

static void put_undo(const struct call *c, const struct library_play *play)
{
	html(c->out, "<div class='row small'><span>");
	if (strcmp(play->change, "removed") == 0)
		html(c->out, "You removed this play ");
	else if (strcmp(play->change, "added") == 0)
		html(c->out, "You added this play ");
	else if (strcmp(play->change, "dated") == 0)
		html(c->out, "You changed its date ");
	else
		html(c->out, "You marked this completed ");
	page_time(c, play->edited_ms);
	html(c->out, ".</span>\n");
	work_undo_button(c, play->edit_id);
	html(c->out, "</div>\n");
}

static void put_delivery(const struct call *c, const struct library_delivery *d)
{
	htmlf(c->out, "<li><a href='settings/deliveries/%" PRId64 "'>%s</a> ", d->id,
		d->event ? words_clip(c->cx, d->event, 30) : "Delivery");
	page_time(c, d->last_ms);
	if (d->count > 1)
		htmlf(c->out, ", %s", words_count(c->cx, d->count, "time", "times"));
	htmlf(c->out, ": %s</li>\n", reason_sentence(d->reason));
}

/* The newest deliveries that changed the play. */
static enum err put_deliveries(const struct call *c, const struct library_play *play)
{
	const struct library_delivery_filter filter = { c->visitor->user_id, play->id,
		DELIVERIES_SHOWN };
	const struct library_delivery *rows = NULL;
	size_t count = 0;

	TRY(store_library_deliveries(c->cx, c->store, &filter, &rows, &count));
	if (count == 0)
		return OK;
	html(c->out, "<details class='small'><summary>Reported by</summary>\n"
		     "<ul class='told'>\n");
	for (size_t i = 0; i < count; i++)
		put_delivery(c, &rows[i]);
	html(c->out, "</ul></details>\n");
	return OK;
}

/* "Completed today 14:05", "In progress, 47:00 of 2:16:17" */
static void put_state(const struct call *c, const struct library_play *play)
{
	const char *position = play_card_position(c->cx, play);

	html(c->out, "<p class='row'>");
	if (play->is_removed)
		html(c->out, "<span class='badge bad'>Removed</span>\n");
	else
		htmlf(c->out, "<span class='badge %s'>%s</span>\n",
			play->state == PLAY_COMPLETED ? "good" : "live", state_title(play->state));
	html(c->out, "<span>");
	play_card_part(c, play->season, play->episode, play->part_title);
	html(c->out, "</span></p>\n<p class='meta'>");
	if (play->state == PLAY_COMPLETED) {
		page_time(c, play->completed_ms);
		htmlf(c->out, "%s%s", *position ? " \xc2\xb7 " : "", position);
	} else {
		htmlf(c->out, "%s%s%s \xc2\xb7 ", position, *position ? " \xc2\xb7 " : "",
			words_percent(c->cx, play->share));
		page_time(c, play->updated_ms);
	}
	html(c->out, " \xc2\xb7 ");
	play_card_source(c, play);
	html(c->out, "</p>\n");
}

/* In the form that the field takes: "2026-11-22T20:15". */
static const char *moment_of(struct cx *cx, int64_t ms)
{
	struct civil c = zone_civil(ms);

	return arena_printf(
		cx->arena, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

/* For one play at a time, since it would make a long page heavy. */
static void put_date(const struct call *c, const struct library_play *play)
{
	bool is_known = play->completed_ms != UNDATED_MS;

	page_form(c, arena_printf(c->cx->arena, "plays/%" PRId64 "/date", play->id));
	htmlf(c->out,
		"<div class='row fields'><label>Completed <input type='datetime-local' name='at' "
		"value='%s' required></label>\n<button>Save</button></div></form>\n",
		is_known ? moment_of(c->cx, play->completed_ms) : "");
}

/* The play whose date the address says is to be changed. */
static bool is_to_be_dated(const struct call *c, const struct library_play *play)
{
	int64_t id;

	return play->state == PLAY_COMPLETED && !play->is_removed &&
	       form_i64(c->form, "date", 1, INT64_MAX, &id) && id == play->id;
}

static void put_buttons(const struct call *c, const struct library_play *play)
{
	struct arena *a = c->cx->arena;

	html(c->out, "<div class='row'>");
	if (play->state != PLAY_COMPLETED)
		page_button(c, &(struct button){ .action = arena_printf(
							 a, "plays/%" PRId64 "/complete", play->id),
				       .label = "Mark completed",
				       .style = "quiet" });
	else
		htmlf(c->out,
			"<a class='button quiet' href='works/%" PRId64 "?page=%d&amp;date=%" PRId64
			"#play%" PRId64 "'>Date</a>\n",
			play->work_id, list_page(c, LIBRARY_PAGES), play->id, play->id);
	page_button(c,
		&(struct button){ .action = arena_printf(a, "plays/%" PRId64 "/remove", play->id),
			.label = "Remove",
			.style = "quiet" });
	html(c->out, "</div>");
}

static enum err put_play(const struct call *c, const struct library_play *play)
{
	htmlf(c->out, "<li id='play%" PRId64 "'><div class='what'>", play->id);
	put_state(c, play);
	if (play->edit_id != 0)
		put_undo(c, play);
	TRY(put_deliveries(c, play));
	if (is_to_be_dated(c, play))
		put_date(c, play);
	html(c->out, "</div>\n");
	if (!play->is_removed)
		put_buttons(c, play);
	html(c->out, "</li>\n");
	return OK;
}

static const char *address(const struct call *c, const struct library_work *work, int page)
{
	return arena_printf(c->cx->arena, "works/%" PRId64 "?page=%d#plays", work->id, page);
}

/* With a button for a play that no sender reported. */
static void put_heading(const struct call *c, const struct library_work *work)
{
	bool is_again = work->completed > 0 && work->open == 0;

	html(c->out, "<section class='stack' id='plays'>"
		     "<div class='head'><h2>Plays</h2>\n");
	if (!work_has_parts(work))
		page_button(
			c, &(struct button){ .action = work_address(c->cx, work->id, "/complete"),
				   .label = is_again ? "Add a completed play" : "Mark as completed",
				   .style = "quiet" });
	html(c->out, "</div>\n");
	if (work_has_parts(work))
		return;
	html(c->out, "<details class='small'><summary>Add a play of another day</summary>\n");
	page_form(c, work_address(c->cx, work->id, "/complete"));
	html(c->out, "<div class='row fields'><label>Completed <input type='datetime-local' "
		     "name='at' required></label>\n<button>Add</button></div></form></details>\n");
}

enum err plays_put(const struct call *c, const struct library_work *work)
{
	struct library_slice slice = {
		.user_id = c->visitor->user_id, .work_id = work->id, .limit = PLAYS_SHOWN + 1
	};
	struct pager pager = { .back_label = "Newer", .on_label = "Older" };
	const struct library_play *rows = NULL;
	size_t count = 0;
	int page = list_page(c, LIBRARY_PAGES);

	slice.skip = (size_t)(page - 1) * PLAYS_SHOWN;
	TRY(store_library_plays(c->cx, c->store, &slice, &rows, &count));
	put_heading(c, work);
	if (count == 0)
		html(c->out, "<p class='soft'>There are no plays at the moment.</p>\n");
	else
		html(c->out, "<ul class='list plays'>\n");
	for (size_t i = 0; i < count && i < PLAYS_SHOWN; i++)
		TRY(put_play(c, &rows[i]));
	if (count > 0)
		html(c->out, "</ul>\n");
	if (page > 1)
		pager.back = address(c, work, page - 1);
	if (count > PLAYS_SHOWN)
		pager.on = address(c, work, page + 1);
	list_pager(c, &pager);
	html(c->out, "</section>\n");
	return OK;
}
