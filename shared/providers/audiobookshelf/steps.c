/* SPDX-License-Identifier: MIT */
#include "shared/providers/audiobookshelf/steps.h"

#include "shared/json/write.h"

enum {
	/* More lost answers in a row are the server's fault. */
	LOST_MAX = 16,
	/* Two of these are under way at a time; together as large as a list. */
	SMALL_ANSWER_MAX = 8 << 20,
	BODY_MAX_BATCH = 16 << 10, /* of a request */
};

bool abs_step_is_small(const struct abs_step *step)
{
	return step->kind == STEP_BATCH || step->kind == STEP_SINGLE || step->kind == STEP_EPISODE;
}

/* ---- the queue ---- */

void abs_add_step(struct cx *cx, struct abs_run *run, struct abs_step step)
{
	run->steps = arena_more(
		cx->arena, run->steps, run->step_count, &run->step_room, sizeof(*run->steps));
	run->steps[run->step_count++] = step;
}

/* At the front. */
static void put_step(struct cx *cx, struct abs_run *run, struct abs_step step)
{
	abs_add_step(cx, run, step);
	for (size_t i = run->step_count - 1; i > run->next_step; i--)
		run->steps[i] = run->steps[i - 1];
	run->steps[run->next_step] = step;
}

/* Some of the wanted items, at the front. */
static void put_items(struct cx *cx, struct abs_run *run, size_t first, size_t count)
{
	put_step(cx, run,
		(struct abs_step){ .kind = count == 1 ? STEP_SINGLE : STEP_BATCH,
			.first = first,
			.count = count });
}

static void put_parts(struct cx *cx, struct abs_run *run, const struct abs_step *step, size_t size)
{
	size_t at = step->first + step->count;

	while (at > step->first) {
		size_t left = at - step->first;
		size_t over = left % size;
		size_t count = over ? over : size;

		at -= count;
		put_items(cx, run, at, count);
	}
}

static const char *batch_body(struct cx *cx, const struct abs_run *run, const struct abs_step *step)
{
	struct buf b;

	buf_init(&b, cx->arena, BODY_MAX_BATCH);
	jput_open(&b, NULL, '{');
	jput_open(&b, "libraryItemIds", '[');
	for (size_t i = 0; i < step->count; i++)
		jput_str(&b, NULL, run->wanted[step->first + i]->id);
	jput_close(&b, ']');
	jput_close(&b, '}');
	return b.text;
}

static void fill(
	struct cx *cx, const struct abs_run *run, const struct abs_step *step, struct ask *out)
{
	const struct abs_row *row;

	switch (step->kind) {
	case STEP_ME:
		out->path = "/api/me";
		out->etag = run->is_refresh ? NULL : run->target.etag;
		break;
	case STEP_BATCH:
		out->path = "/api/items/batch/get";
		out->body = batch_body(cx, run, step);
		break;
	case STEP_SINGLE:
		out->path = arena_printf(
			cx->arena, "/api/items/%s?expanded=1", run->wanted[step->first]->id);
		break;
	case STEP_LIBRARIES:
		out->path = "/api/libraries";
		break;
	case STEP_LIBRARY:
		out->path = arena_printf(
			cx->arena, "/api/libraries/%s/items?limit=0&minified=1", step->id);
		break;
	case STEP_EPISODE:
		row = &run->rows[step->first];
		out->path = arena_printf(
			cx->arena, "/api/podcasts/%s/episode/%s", row->item_id, row->episode_id);
		break;
	}
}

/* Is a large answer under way, or this one large and another under way? */
static bool has_to_wait(const struct abs_run *run, const struct abs_step *step)
{
	size_t under_way = run->next_step - run->answered;

	if (under_way == 0)
		return false;
	return !abs_step_is_small(step) || !abs_step_is_small(&run->steps[run->next_step - 1]);
}

/* Its first part, when it was planned before an answer was too large. */
static void shrink(struct cx *cx, struct abs_run *run)
{
	struct abs_step step = run->steps[run->next_step];

	if (step.kind != STEP_BATCH || step.count <= run->batch_max)
		return;
	step.count = run->batch_max;
	run->steps[run->next_step].first += step.count;
	run->steps[run->next_step].count -= step.count;
	put_step(cx, run, step);
}

bool abs_next(struct cx *cx, void *data, struct ask *out)
{
	struct abs_run *run = data;
	const struct abs_step *step;

	*out = (struct ask){ 0 };
	if (run->next_step == run->step_count)
		return false;
	shrink(cx, run);
	step = &run->steps[run->next_step];
	if (has_to_wait(run, step))
		return false;
	fill(cx, run, step, out);
	out->number = run->next_step++;
	out->most = abs_step_is_small(step) ? SMALL_ANSWER_MAX : 0;
	out->may_be_lost = step->kind == STEP_BATCH || step->kind == STEP_SINGLE;
	return true;
}

/* ---- what brings nothing ---- */

void abs_refuse(struct cx *cx, struct abs_run *run, const struct abs_step *step, int status)
{
	bool is_apart = step->is_split || status == 404 || step->count == 1;

	put_parts(cx, run, step, is_apart ? 1 : (step->count + 1) / 2);
}

enum err abs_lose(
	struct cx *cx, struct abs_run *run, const struct abs_step *step, const struct answer *a)
{
	size_t half = (step->count + 1) / 2;

	run->lost = arena_strdup(cx->arena, a->lost ? a->lost : cx->note);
	if (++run->lost_in_a_row > LOST_MAX)
		return err_note(cx, ERR_UPSTREAM, "%s", run->lost);
	cx->note[0] = '\0';
	if (step->kind == STEP_BATCH) {
		if (a->is_too_large && half < run->batch_max)
			run->batch_max = half;
		put_parts(cx, run, step, half);
		return OK;
	}
	run->wanted[step->first]->is_lost = true;
	run->lost_count++;
	if (a->number > run->lost_last)
		run->lost_last = a->number;
	return OK;
}

void abs_note_good(struct abs_run *run, const struct answer *a)
{
	run->lost_in_a_row = 0;
	if (a->number > run->good)
		run->good = a->number;
}

enum err abs_check_lost(struct cx *cx, const struct abs_run *run)
{
	if (run->lost_count == 0 || run->answered < run->step_count)
		return OK;
	return err_note(cx, ERR_UPSTREAM, "%s", run->lost);
}
