/* SPDX-License-Identifier: MIT */
/* unmark.c -- see unmark.h. */
#include "shared/actions/unmark.h"

#include "shared/actions/edit.h"

static bool is_named(const struct report *r)
{
	if (r->kind == KIND_NONE || r->ids.count == 0)
		return false;
	if (r->kind == KIND_PODCAST)
		return r->part != NULL;
	return r->kind != KIND_SHOW || (r->season >= 0 && r->episode >= 0);
}

bool unmark_takes_back(const struct incoming *in)
{
	return in->message->reason == REASON_UNMARK && in->integration->policy &&
	       in->integration->policy->value[POLICY_TAKE_BACK] != UNSAID &&
	       is_named(&in->message->report);
}

const struct incoming *unmark_meant(struct cx *cx, const struct incoming *in)
{
	struct incoming *meant;
	struct message *m;

	if (!unmark_takes_back(in))
		return in;
	meant = arena_raw(cx->arena, sizeof(*meant));
	m = arena_raw(cx->arena, sizeof(*m));
	*meant = *in;
	*m = *in->message;
	m->reason = REASON_NONE;
	m->report.takes_back = true;
	meant->message = m;
	return meant;
}

enum err unmark_take_back(struct cx *cx, struct store *s, const struct weighed *w)
{
	int64_t user_id = w->in->integration->user_id;
	struct edited edited;

	for (size_t i = 0; i < w->count; i++)
		if (w->parts[i].reason == REASON_TAKEN_BACK)
			TRY(edit_remove(cx, s, user_id, w->parts[i].play->id, &edited));
	return OK;
}
