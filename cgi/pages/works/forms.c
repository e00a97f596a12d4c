/* SPDX-License-Identifier: MIT */
/* forms.c -- marking works and episodes as completed, and correcting ids. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit_id.h"
#include "shared/actions/edit_up_to.h"
#include "shared/base/parse.h"

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

/* "2x5" */
static bool read_episode(const struct call *c, const char *name, struct edit_item *what)
{
	char *text = arena_strdup(c->cx->arena, form_trimmed(c->cx, c->form, name));
	char *cross = strchr(text, 'x');
	int64_t season, episode;

	if (!cross)
		return false;
	*cross = '\0';
	if (!parse_i64(text, 0, 9999, &season) || !parse_i64(cross + 1, 0, 99999, &episode))
		return false;
	what->season = (int)season;
	what->episode = (int)episode;
	return true;
}

enum err works_mark_post(struct call *c)
{
	struct edit_item what = { .user_id = c->visitor->user_id };
	struct edited edited = { 0 };
	enum err err;

	page_make(c);
	TRY(call_id(c, &what.work_id));
	if (read_episode(c, "until", &what))
		err = edit_up_to(c->cx, c->store, &what, &edited);
	else if (read_episode(c, "one", &what))
		err = edit_complete_item(c->cx, c->store, &what, &edited);
	else
		return err_note(c->cx, ERR_INPUT, "Choose an episode.");
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
