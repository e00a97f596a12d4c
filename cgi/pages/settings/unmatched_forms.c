/* SPDX-License-Identifier: MIT */
/* unmatched_forms.c -- previews a name for a thing, gives it, and undoes it. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/unmatched.h"
#include "cgi/pages/settings/unmatched_thing.h"

enum err settings_unmatched_thing_get(struct call *c)
{
	int64_t id;

	page_make(c);
	TRY(call_id(c, &id));
	return unmatched_show(c, id, &(struct unmatched_typed){ .id = NULL });
}

static const char *const shift_fields[] = { "season_shift", "episode_shift" };

static enum err read_shift(const struct call *c, const char *field, int *out)
{
	int64_t number = 0;

	if (*form_trimmed(c->cx, c->form, field) &&
		!form_i64(c->form, field, INT32_MIN, INT32_MAX, &number))
		return err_note(c->cx, ERR_INPUT, "Numbers are shifted by a whole number.");
	*out = (int)number;
	return OK;
}

static enum err read_naming(const struct call *c, struct naming *out)
{
	*out = (struct naming){ .user_id = c->visitor->user_id };
	TRY(call_id(c, &out->thing_id));
	if (form_has(c->form, "work") && !form_i64(c->form, "work", 1, INT64_MAX, &out->work_id))
		return err_note(c->cx, ERR_INPUT, "Choose one of the works.");
	out->never = form_has(c->form, "never");
	out->id = form_has(c->form, "id") ? form_trimmed(c->cx, c->form, "id") : NULL;
	TRY(read_shift(c, shift_fields[0], &out->shift.season));
	return read_shift(c, shift_fields[1], &out->shift.episode);
}

/* The page again, with what was typed and what is wrong with it. */
static enum err refuse(const struct call *c, enum err err)
{
	struct unmatched_typed typed = { .id = form_text(c->form, "id") };
	int64_t id;

	if (err != ERR_INPUT && err != ERR_CONFLICT)
		return err;
	typed.error = arena_strdup(c->cx->arena, c->cx->note);
	for (size_t i = 0; i < NELEM(shift_fields); i++)
		typed.shifts[i] = form_text(c->form, shift_fields[i]);
	TRY(call_id(c, &id));
	c->res->status = err_http_status(err);
	return unmatched_show(c, id, &typed);
}

/* ---- the preview ---- */

static void put_play(const struct call *c, const struct thing_play *p)
{
	const char *part = words_part(c->cx, p->season, p->episode);

	htmlf(c->out,
		"<li><div class='what'><span>%s <bdi>%s</bdi></span></div><div class='end'>"
		"<span>%s</span>",
		part,
		p->part_title ? words_clip(c->cx, p->part_title, 80)
		: *part       ? ""
			      : "The work",
		p->state == PLAY_COMPLETED ? state_title(p->state)
					   : words_percent(c->cx, p->share));
	page_time(c, p->updated_ms);
	html(c->out, "</div></li>\n");
}

static void put_plays(const struct call *c, const struct naming_effect *e)
{
	if (e->play_count == 0)
		return;
	html(c->out, "<h2>What is recorded</h2>\n<ul class='list'>\n");
	for (size_t i = 0; i < e->play_count; i++)
		put_play(c, &e->plays[i]);
	html(c->out, "</ul>\n");
	if (e->play_total > (int64_t)e->play_count)
		htmlf(c->out, "<p class='soft'>And %" PRId64 " more.</p>\n",
			e->play_total - (int64_t)e->play_count);
}

static void put_hidden(const struct call *c, const char *name)
{
	const char *value = form_text(c->form, name);

	if (value)
		htmlf(c->out, "<input type='hidden' name='%s' value='%s'>", name, value);
}

static void put_confirm(const struct call *c, int64_t id)
{
	static const char *const fields[] = { "id", "work", "never", "season_shift",
		"episode_shift" };

	page_form(c, unmatched_path(c->cx, id, "/name"));
	for (size_t i = 0; i < NELEM(fields); i++)
		put_hidden(c, fields[i]);
	htmlf(c->out,
		"<div class='row'><button class='primary'>Yes, record it so</button>"
		"<a class='button' href='%s'>Back</a></div></form>\n",
		unmatched_path(c->cx, id, ""));
}

static void put_summary(const struct call *c, const struct naming_effect *e)
{
	const struct thing_tally *t = &e->tally;

	html(c->out, "<p>");
	if (e->title)
		htmlf(c->out, "It is <bdi>%s</bdi>, ", words_clip(c->cx, e->title, 120));
	else
		html(c->out, "It is ");
	unmatched_put_choice(c, &e->thing);
	htmlf(c->out, ". %s of it:</p>\n<dl class='facts'>",
		words_count(c->cx, t->deliveries, "delivery is kept", "deliveries are kept"));
	htmlf(c->out,
		"<dt>Tracked</dt><dd>%" PRId64 "</dd><dt>Ignored, or known</dt><dd>%" PRId64
		"</dd><dt>Still unmatched</dt><dd>%" PRId64 "</dd></dl>\n",
		t->by_outcome[OUTCOME_TRACKED],
		t->by_outcome[OUTCOME_IGNORED] + t->by_outcome[OUTCOME_DUPLICATE],
		t->by_outcome[OUTCOME_UNMATCHED]);
}

static void show_preview(const struct call *c, const struct naming_effect *e)
{
	page_open(c, SECTION_UNMATCHED, unmatched_title(c->cx, &e->thing));
	htmlf(c->out,
		"<div class='stack'><p><a href='%s'>Back</a></p>\n<h1><bdi>%s</bdi></h1></div>\n"
		"<section class='card'><h2>Is that right?</h2>\n",
		unmatched_path(c->cx, e->thing.id, ""), unmatched_title(c->cx, &e->thing));
	put_summary(c, e);
	put_plays(c, e);
	html(c->out, "<p class='soft'>Nothing has been changed yet. Afterwards it can be undone as "
		     "a whole.</p>\n");
	put_confirm(c, e->thing.id);
	html(c->out, "</section>\n");
	page_close(c);
}

/* The same as giving the name, and then it is rolled back. */
enum err settings_unmatched_preview_post(struct call *c)
{
	struct naming_effect effect;
	struct naming naming;
	enum err err;

	page_make(c);
	err = read_naming(c, &naming);
	if (err != OK)
		return refuse(c, err);
	TRY(store_begin(c->cx, c->store));
	err = naming_apply(c->cx, c->store, &naming, &effect);
	store_rollback(c->store);
	if (err != OK)
		return refuse(c, err);
	show_preview(c, &effect);
	return OK;
}

enum err settings_unmatched_name_post(struct call *c)
{
	struct naming_effect effect;
	struct naming naming;
	enum err err;

	page_make(c);
	err = read_naming(c, &naming);
	if (err != OK)
		return refuse(c, err);
	TRY(store_begin(c->cx, c->store));
	err = store_end(c->cx, c->store, naming_apply(c->cx, c->store, &naming, &effect));
	if (err != OK)
		return refuse(c, err);
	page_redirect(c, unmatched_path(c->cx, naming.thing_id, ""), "thing-named", 0);
	return OK;
}

enum err settings_unmatched_undo_post(struct call *c)
{
	struct naming_effect effect;
	int64_t id;
	enum err err;

	page_make(c);
	TRY(call_id(c, &id));
	TRY(store_begin(c->cx, c->store));
	err = store_end(
		c->cx, c->store, naming_undo(c->cx, c->store, c->visitor->user_id, id, &effect));
	if (err != OK)
		return refuse(c, err);
	page_redirect(c, unmatched_path(c->cx, id, ""), "undone", 0);
	return OK;
}
