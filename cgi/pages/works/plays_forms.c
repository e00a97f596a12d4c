/* SPDX-License-Identifier: MIT */
/* plays_forms.c -- the forms of a play on its work's page. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit_date.h"

typedef enum err change_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

static enum err act(const struct call *c, change_fn *change, const char *notice)
{
	struct edited edited = { 0 };
	int64_t id;
	enum err err;

	TRY(call_id(c, &id));
	err = change(c->cx, c->store, c->visitor->user_id, id, &edited);
	return works_answer(c, err, &edited, notice);
}

enum err plays_complete_post(struct call *c)
{
	page_make(c);
	return act(c, edit_complete, "play-completed");
}

enum err plays_date_post(struct call *c)
{
	struct edit_date what = { .user_id = c->visitor->user_id };
	struct edited edited = { 0 };
	enum err err;

	page_make(c);
	TRY(call_id(c, &what.play_id));
	TRY(moment_parse(c->cx, form_trimmed(c->cx, c->form, "at"), &what.at));
	err = edit_date(c->cx, c->store, &what, &edited);
	return works_answer(c, err, &edited, "play-dated");
}

enum err plays_remove_post(struct call *c)
{
	page_make(c);
	return act(c, edit_remove, "play-removed");
}
