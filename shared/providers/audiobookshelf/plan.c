/* SPDX-License-Identifier: MIT */
/* plan.c -- which items a run asks for, and in which order. */
#include "shared/providers/audiobookshelf/plan.h"

#include "shared/providers/audiobookshelf/message.h"
#include "shared/providers/audiobookshelf/steps.h"

/* Items of unchanged rows that a run asks for again: the next one goes on. */
enum { REFRESH_MAX = 100, DAY_MS = 24 * 60 * 60 * 1000 };

/* Remembered like an item; no id holds a blank. */
static const char every_item[] = "every item";

bool abs_plan_is_due(struct cx *cx, const struct abs_run *run)
{
	const struct memory *m = &run->target.memory;
	int64_t until_ms = 0;

	return !m->fact(m->arg, cx, every_item, &until_ms) || until_ms <= cx->now_ms;
}

void abs_plan_done(struct cx *cx, struct batch *out)
{
	struct source_fact *fact = batch_fact(cx, out);

	fact->item = every_item;
	fact->text = "{}";
	fact->until_ms = cx->now_ms + DAY_MS;
}

bool abs_row_is_pending(const struct abs_row *row)
{
	if (row->item->standing == ITEM_UNKNOWN || row->item->is_wanted)
		return true;
	return row->episode_id && row->episode.standing == ITEM_UNKNOWN;
}

/* ---- what is remembered ---- */

static void recall(struct cx *cx, const struct abs_run *run, const char *key, struct abs_item *item)
{
	const struct memory *m = &run->target.memory;

	item->remembered = m->fact(m->arg, cx, key, &item->until_ms);
	if (item->remembered)
		abs_item_recall(cx, item->remembered, item);
	if (item->standing == ITEM_KNOWN)
		item->print_before = abs_item_print(item);
}

/* An episode is only asked for with its row, and only then forgotten. */
static void recall_episode(struct cx *cx, const struct abs_run *run, struct abs_row *row)
{
	if (!row->episode_id)
		return;
	recall(cx, run, abs_episode_key(cx, row), &row->episode);
	if (row->is_news && row->episode.until_ms <= cx->now_ms)
		row->episode.standing = ITEM_UNKNOWN;
}

static void recall_all(struct cx *cx, struct abs_run *run)
{
	abs_names_init(cx, &run->names, run->item_count);
	for (size_t i = 0; i < run->item_count; i++) {
		recall(cx, run, run->items[i].id, &run->items[i]);
		abs_names_add(cx, &run->names, &run->items[i]);
	}
	for (size_t i = 0; i < run->row_count; i++)
		recall_episode(cx, run, &run->rows[i]);
}

/* ---- what is asked ---- */

static void want(struct abs_run *run, struct abs_item *item)
{
	item->is_wanted = true;
	if (!item->is_podcast)
		run->wanted[run->wanted_count++] = item;
}

/*
 * Those whose rows have news come first, oldest first. Hidden ones keep to
 * themselves: one of them makes the server refuse the whole batch.
 */
static void want_news(struct cx *cx, struct abs_run *run, bool is_hidden)
{
	for (size_t i = 0; i < run->row_count; i++) {
		const struct abs_row *row = &run->rows[i];
		struct abs_item *item = row->item;

		if (row->is_news && !item->is_wanted &&
			(item->standing == ITEM_HIDDEN) == is_hidden &&
			abs_item_is_due(cx->now_ms, item, true))
			want(run, item);
	}
}

/* False when it had to leave some for the next run. */
static bool want_others(struct cx *cx, struct abs_run *run, bool is_hidden)
{
	size_t count = 0;

	for (size_t i = 0; i < run->item_count; i++) {
		struct abs_item *item = &run->items[i];

		if (item->is_wanted || (item->standing == ITEM_HIDDEN) != is_hidden ||
			!abs_item_is_due(cx->now_ms, item, false))
			continue;
		if (count++ == REFRESH_MAX)
			return false;
		want(run, item);
	}
	return true;
}

/* A batch of hidden ones is expected to be refused, whatever its size. */
static void add_batches(struct cx *cx, struct abs_run *run, size_t from, size_t to, bool is_hidden)
{
	for (size_t i = from; i < to; i += BATCH_MAX) {
		size_t left = to - i;

		abs_add_step(cx, run,
			(struct abs_step){ .kind = STEP_BATCH,
				.first = i,
				.count = left < BATCH_MAX ? left : BATCH_MAX,
				.is_split = is_hidden });
	}
}

static void add_podcasts(struct cx *cx, struct abs_run *run)
{
	if (abs_wants_podcast(run))
		abs_add_step(cx, run, (struct abs_step){ .kind = STEP_LIBRARIES });
	for (size_t i = 0; i < run->row_count; i++)
		if (run->rows[i].episode_id && run->rows[i].episode.standing == ITEM_UNKNOWN &&
			(run->rows[i].is_news || run->rows[i].item->is_wanted))
			abs_add_step(
				cx, run, (struct abs_step){ .kind = STEP_EPISODE, .first = i });
}

/* The answer is gone when the row is passed on. */
static void keep_texts(struct cx *cx, struct abs_run *run)
{
	for (size_t i = 0; i < run->row_count; i++) {
		struct abs_row *row = &run->rows[i];

		if (row->is_news || row->past.was_hidden || row->item->is_wanted ||
			abs_row_is_renamed(row))
			row->text = json_text(cx, row->entry);
	}
}

void abs_plan(struct cx *cx, struct abs_run *run)
{
	size_t known, hidden;

	abs_collect_items(cx, run);
	recall_all(cx, run);
	run->wanted = arena_array(cx->arena, run->item_count + 1, sizeof(struct abs_item *));
	want_news(cx, run, false);
	known = run->wanted_count;
	want_news(cx, run, true);
	run->has_all = want_others(cx, run, true);
	hidden = run->wanted_count;
	run->has_all = want_others(cx, run, false) && run->has_all;
	keep_texts(cx, run);
	add_batches(cx, run, 0, known, false);
	add_batches(cx, run, known, hidden, true);
	add_batches(cx, run, hidden, run->wanted_count, false);
	add_podcasts(cx, run);
}
