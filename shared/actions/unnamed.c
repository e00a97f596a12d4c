/* SPDX-License-Identifier: MIT */
#include "shared/actions/unnamed.h"

#include "shared/base/buf.h"
#include "shared/base/fold.h"
#include "shared/store/delivery_write.h"
#include "shared/store/thing.h"

/* The words of a title, as they are compared; the title itself without any. */
static enum err fold_title(struct cx *cx, const char *title, const char **out)
{
	struct fold_words words;
	struct buf b;

	*out = title;
	TRY(fold_words(cx, title, &words));
	if (words.count == 0)
		return OK;
	buf_init(&b, cx->arena, KIB(8));
	for (size_t i = 0; i < words.count; i++)
		buf_addf(&b, "%s%s", i ? " " : "", words.list[i]);
	*out = b.text;
	return OK;
}

/* By the sender's own id, else by title and year; NULL without both. */
static enum err name_of(struct cx *cx, const struct report *r, const char **out)
{
	const char *kind = kind_name(r->kind), *title;

	*out = NULL;
	if (r->own_id && *r->own_id) {
		*out = arena_join(cx->arena, kind, " id ", r->own_id);
		return OK;
	}
	if (!r->title || !*r->title)
		return OK;
	TRY(fold_title(cx, r->title, &title));
	*out = arena_join(cx->arena, kind, " title ", title);
	if (r->year > 0)
		*out = arena_printf(cx->arena, "%s %d", *out, r->year);
	return OK;
}

static enum err add(struct cx *cx, struct store *s, const struct incoming *a, const char *name,
	struct thing *out)
{
	const struct report *r = &a->message->report;

	*out = (struct thing){
		.integration_id = a->integration->id,
		.name = name,
		.kind = r->kind,
		.title = r->title,
		.year = r->year,
		.stack = r->stack,
		.tick = { NULL, UNSAID, UNSAID },
		.chosen_ms = UNSAID,
	};
	return store_thing_add(cx, s, out);
}

/* ---- without a name ---- */

static enum err note_tick(struct cx *cx, struct store *s, const struct incoming *a,
	struct thing *thing, struct verdict *out)
{
	const struct message *m = a->message;
	struct limits limits =
		policy_limits(a->integration->policy, &a->integration->limits, m->report.kind);
	struct tick_step step = named_tick(&limits, m, &thing->tick);

	out->is_told = step.is_told;
	if (!step.is_changed)
		return OK;
	if (step.is_same_run && !step.is_same_stretch)
		TRY(store_delivery_end_run(cx, s, a->integration->id, m->run));
	return store_thing_ticked(cx, s, thing);
}

enum err unnamed_find_file(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	const struct message *m = a->message;
	struct thing thing;

	TRY(store_thing_find_stack(cx, s, a->integration->id, m->report.stack, &thing));
	out->thing_id = thing.id;
	return OK;
}

/* ---- with a name ---- */

static const char not_wanted[] = "You chose that this is never tracked.";

static void judge(struct cx *cx, const struct thing *thing, struct message *m, struct verdict *out)
{
	m->is_nameless = false;
	m->detail = NULL;
	m->reason = REASON_INCOMPLETE_EPISODE;
	if (thing->choice == CHOICE_NEVER) {
		m->reason = REASON_NOT_WANTED;
		m->detail = not_wanted;
	} else if (!named_shift(&m->report, thing->shift)) {
		m->detail = arena_printf(cx->arena,
			"S%d E%d, shifted by %d and %d as you chose, is no episode.",
			m->report.season, m->report.episode, thing->shift.season,
			thing->shift.episode);
	} else {
		m->reason = named_flaw(&m->report);
	}
	out->reason = m->reason;
	out->detail = m->detail;
}

enum err unnamed_find(struct cx *cx, struct store *s, struct incoming *a, struct message *named,
	struct verdict *out)
{
	const struct message *m = a->message;
	const char *name;
	struct thing thing;

	TRY(name_of(cx, &m->report, &name));
	if (!name)
		return OK;
	TRY(store_thing_find(cx, s, a->integration->id, name, &thing));
	if (m->reason == REASON_NONE && thing.choice == CHOICE_NONE)
		return OK; /* the sender's server names it, or is asked */
	if (thing.id == 0)
		TRY(add(cx, s, a, name, &thing));
	out->thing_id = thing.id;
	if (thing.choice == CHOICE_NONE)
		return m->run && !a->replay_of ? note_tick(cx, s, a, &thing, out) : OK;
	*named = *m;
	a->message = named;
	named->report.ids.count = 0;
	if (thing.choice == CHOICE_WORK)
		ids_add(&named->report.ids, thing.as.source, thing.as.value);
	judge(cx, &thing, named, out);
	return OK;
}
