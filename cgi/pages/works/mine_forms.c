/* SPDX-License-Identifier: MIT */
/* mine_forms.c -- rating a work, noting something, putting it on a list. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"
#include "shared/actions/edit_mark.h"
#include "shared/actions/list.h"
#include "shared/base/parse.h"

enum { HALF_STAR = 50 }; /* in hundredths */

static enum err set_opinion(const struct call *c, struct edit_opinion what, const char *notice)
{
	struct edited edited = { 0 };
	enum err err;

	TRY(call_id(c, &what.work_id));
	what.user_id = c->visitor->user_id;
	err = edit_opinion(c->cx, c->store, &what, &edited);
	return works_answer(c, err, &edited, notice);
}

enum err works_rate_post(struct call *c)
{
	const char *stars = form_text(c->form, "stars");
	int64_t rating = 0;
	int typed = 0; /* hundredths of a star */

	page_make(c);
	if (stars && parse_hundredths(stars, &typed) && typed % HALF_STAR == 0 &&
		typed <= RATING_MAX * HALF_STAR)
		rating = typed / HALF_STAR;
	else if (stars || !form_i64(c->form, "rating", 0, RATING_MAX, &rating))
		return err_note(c->cx, ERR_INPUT, "Choose half a star to five stars.");
	return set_opinion(c, (struct edit_opinion){ .rating = (int)rating },
		rating > 0 ? "rated" : "unrated");
}

enum err works_note_post(struct call *c)
{
	page_make(c);
	return set_opinion(c,
		(struct edit_opinion){
			.rating = UNSAID, .note = form_trimmed(c->cx, c->form, "note") },
		"noted");
}

enum err works_list_post(struct call *c)
{
	struct edit_list what = { .user_id = c->visitor->user_id, .is_on = true };
	const char *name = form_trimmed(c->cx, c->form, "name");
	struct edited edited = { 0 };
	int64_t is_on = 1;
	enum err err;

	page_make(c);
	TRY(call_id(c, &what.work_id));
	if (form_text(c->form, "name"))
		TRY(list_make(c->cx, c->store, what.user_id, name, &what.list_id));
	else if (!form_i64(c->form, "list", 0, INT64_MAX, &what.list_id) ||
		 !form_i64(c->form, "on", 0, 1, &is_on))
		return call_not_found(c);
	what.is_on = is_on == 1;
	err = edit_list(c->cx, c->store, &what, &edited);
	return works_answer(c, err, &edited, what.is_on ? "listed" : "unlisted");
}
