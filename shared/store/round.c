/* SPDX-License-Identifier: MIT */
#include "shared/store/round.h"

#include "shared/store/delivery_keep.h"
#include "shared/store/integration.h"
#include "shared/store/item.h"
#include "shared/store/play.h"
#include "shared/store/sitting.h"
#include "shared/store/stack.h"
#include "shared/store/work.h"

/* ---- reading ---- */

static enum err read_event(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	a->event = NULL;
	if (!a->message->event_id || a->is_replay)
		return OK;
	return store_event_read(cx, s, known, a->integration_id, a->message->event_id, &a->event);
}

static enum err read_journal(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	const char *ends = a->message->ends_run;

	a->kept = (struct journal_body){ .body = a->body, .is_whole = a->is_daily };
	a->of_run = a->ends = NULL;
	if (a->is_replay)
		return OK;
	if (ends && !a->is_daily)
		TRY(store_run_end_read(cx, s, known, a->integration_id, ends, &a->ends));
	return a->run ? store_run_read(cx, s, known, a, &a->of_run) : OK;
}

static enum err read_stack(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	a->stack = NULL;
	a->is_film = false;
	if (!a->message->report.stack)
		return OK;
	TRY(store_stack_read(cx, s, known, a->user_id, a->message->report.stack, &a->stack));
	a->is_film = match_is_film(a->stack, a->message);
	return OK;
}

static enum err read_part(struct cx *cx, struct store *s, struct known *known, struct asked *a,
	const struct report *part, struct asked_part *out)
{
	struct viewing viewing = { .user_id = a->user_id,
		.session = part->session,
		.device = part->device,
		.looks_back = a->is_replay || a->stack || a->parts > 1 || rules_looks_back(part),
		.is_asked = part->is_asked };

	TRY(store_slot_read(cx, s, known, a->work, part, &out->slot));
	out->item = out->slot->item;
	if (match_may_be_renamed(out->slot, part))
		TRY(store_slot_before_read(cx, s, known, a->work, part, &out->before));
	if (out->before && out->before->item)
		out->item = out->before->item;
	if (!out->item)
		return OK;
	viewing.item_id = out->item->id;
	return store_standing_read(cx, s, &viewing, &out->item->standing, &out->session_done);
}

static enum err read_parts(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	a->parts = report_parts(a->report);
	a->list = arena_array(cx->arena, (size_t)a->parts, sizeof(*a->list));
	if (a->work && a->parts == 1)
		return read_part(cx, s, known, a, a->report, a->list);
	for (int i = 0; i < a->parts && a->work; i++) {
		struct report part;

		report_part(a->report, i, false, &part);
		TRY(read_part(cx, s, known, a, &part, &a->list[i]));
	}
	return OK;
}

static const struct report *film_of(struct cx *cx, const struct asked *a)
{
	struct report *film = arena_raw(cx->arena, sizeof(*film));

	*film = a->message->report;
	film->kind = KIND_MOVIE;
	film->ids = a->stack->ids;
	return film;
}

static enum err read_weighed(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	a->report = &a->message->report;
	if (a->is_film) {
		a->report = film_of(cx, a);
		a->work = a->stack->work;
	} else {
		a->match = (struct match){ .user_id = a->user_id, .report = a->report };
		TRY(store_match_read(cx, s, known, &a->match, &a->work));
	}
	return read_parts(cx, s, known, a);
}

static enum err read_one(struct cx *cx, struct store *s, struct known *known, struct asked *a)
{
	a->is_weighed = false;
	TRY(read_event(cx, s, known, a));
	if (a->event && a->event->row)
		return OK;
	TRY(read_stack(cx, s, known, a));
	a->is_weighed =
		a->is_allowed && !a->waits && (a->is_film || a->message->reason == REASON_NONE);
	if (a->is_weighed)
		TRY(read_weighed(cx, s, known, a));
	return read_journal(cx, s, known, a);
}

enum err store_round_read(
	struct cx *cx, struct store *s, struct known *known, struct asked list[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		TRY(read_one(cx, s, known, &list[i]));
	return OK;
}

/* ---- writing ---- */

static enum err write_versions(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->versions.count; i++) {
		const struct known_version *v = known->versions.at[i];

		TRY(store_integration_sender(cx, s, v->integration_id, v->version));
	}
	return OK;
}

/* In the order of the references, so that parents come first. */
enum err store_round_write(struct cx *cx, struct store *s, const struct known *known)
{
	TRY(write_versions(cx, s, known));
	TRY(store_works_write(cx, s, known));
	TRY(store_stacks_write(cx, s, known));
	TRY(store_sittings_write(cx, s, known));
	TRY(store_plays_write(cx, s, known));
	return store_journal_write(cx, s, known);
}
