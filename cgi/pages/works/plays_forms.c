/* SPDX-License-Identifier: MIT */
/* plays_forms.c -- the two buttons of a play on its work's page. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/page.h"

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

enum err plays_remove_post(struct call *c)
{
	page_make(c);
	return act(c, edit_remove, "play-removed");
}
