/* SPDX-License-Identifier: MIT */
/* forms.c -- marking a work as completed, and correcting its ids. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit_id.h"

static int number_of(const struct call *c, const char *name, int64_t max)
{
	int64_t number;

	if (!form_i64(c->form, name, 0, max, &number))
		return UNSAID;
	return (int)number;
}

enum err works_complete_post(struct call *c)
{
	struct edit_item what = { .user_id = c->visitor->user_id };
	struct edited edited = { 0 };
	struct moment at;
	enum err err;

	page_make(c);
	TRY(call_id(c, &what.work_id));
	if (form_has(c->form, "item") && !form_i64(c->form, "item", 1, INT64_MAX, &what.item_id))
		return call_not_found(c);
	if (*form_trimmed(c->cx, c->form, "at")) {
		TRY(moment_parse(c->cx, form_trimmed(c->cx, c->form, "at"), &at));
		what.at = &at;
	}
	what.season = number_of(c, "season", 9999);
	what.episode = number_of(c, "episode", 99999);
	err = edit_complete_item(c->cx, c->store, &what, &edited);
	return works_answer(c, err, &edited, "play-completed");
}

enum err works_ids_post(struct call *c)
{
	struct edit_id change = {
		.user_id = c->visitor->user_id,
		.value = form_trimmed(c->cx, c->form, "value"),
	};
	const char *source = form_trimmed(c->cx, c->form, "source");
	struct works_view v = { .typed = { source, change.value } };
	struct edited edited = { 0 };
	enum err err;

	page_make(c);
	TRY(call_id(c, &change.work_id));
	if (!catalog_parse(source, &change.source))
		return err_note(c->cx, ERR_INPUT, "This kind of id is unknown.");
	err = edit_id_change(c->cx, c->store, &change, &edited);
	if (err != ERR_INPUT && err != ERR_CONFLICT)
		return works_answer(c, err, &edited, "id-saved");
	c->res->status = err_http_status(err);
	v.work_id = edited.work_id;
	v.error = arena_strdup(c->cx->arena, c->cx->note);
	return works_show(c, &v);
}
