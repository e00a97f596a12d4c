/* SPDX-License-Identifier: MIT */
/* copies.c -- rows of one work, and whether one tells another listening. */
#include "shared/providers/audiobookshelf/copies.h"

enum { AGAIN_MS = 10 * 60 * 1000 };

struct abs_name {
	struct id id;
	struct abs_item *item;
	struct abs_name *next;
};

/* ---- items by their ids ---- */

void abs_names_init(struct cx *cx, struct abs_names *names, size_t items)
{
	names->count = items * 2 + 1;
	names->buckets = arena_array(cx->arena, names->count, sizeof(struct abs_name *));
	memset(names->buckets, 0, names->count * sizeof(struct abs_name *));
}

static struct abs_name **bucket_of(const struct abs_names *names, const struct id *id)
{
	size_t hash = (size_t)id->source;

	for (const char *at = id->value; *at; at++)
		hash = hash * 33 + (unsigned char)*at;
	return &names->buckets[hash % names->count];
}

static bool is_same_id(const struct id *a, const struct id *b)
{
	return a->source == b->source && strcmp(a->value, b->value) == 0;
}

void abs_names_add(struct cx *cx, struct abs_names *names, struct abs_item *item)
{
	struct ids ids = { 0 };

	abs_item_ids(item, &ids);
	for (size_t i = 0; i < ids.count; i++) {
		struct abs_name **bucket = bucket_of(names, &ids.list[i]);
		struct abs_name *name = arena_alloc(cx->arena, sizeof(*name));

		*name = (struct abs_name){ ids.list[i], item, *bucket };
		*bucket = name;
	}
}

/* The most trusted catalog that knows both decides. */
static bool is_one_work(const struct abs_item *a, const struct abs_item *b)
{
	struct ids left = { 0 }, right = { 0 };

	if (a == b)
		return true;
	abs_item_ids(a, &left);
	abs_item_ids(b, &right);
	for (size_t i = 0; i < left.count; i++)
		for (size_t k = 0; k < right.count; k++)
			if (left.list[i].source == right.list[k].source)
				return is_same_id(&left.list[i], &right.list[k]);
	return false;
}

/* ---- rows of one work ---- */

static bool is_same_part(const struct abs_row *a, const struct abs_row *b)
{
	if (!a->episode_id || !b->episode_id)
		return !a->episode_id && !b->episode_id;
	return strcmp(abs_row_part(a), abs_row_part(b)) == 0;
}

/* The times of the other rows of the work, as far as they matter. */
struct others {
	bool has_newer;
	int64_t over_ms; /* the last time before this row that one was over, or 0 */
};

static void look_at(const struct abs_row *row, const struct abs_row *other, struct others *out)
{
	int64_t other_ms = abs_row_at(other);

	if (other == row || !is_same_part(row, other))
		return;
	if (abs_row_by_time(row, other) < 0)
		out->has_newer = true;
	else if (abs_row_is_over(other) && other_ms > out->over_ms)
		out->over_ms = other_ms;
}

static void look_at_item(const struct abs_row *row, const struct abs_item *item, struct others *out)
{
	if (!is_one_work(row->item, item))
		return;
	for (const struct abs_row *other = item->rows; other; other = other->next_of_item)
		look_at(row, other, out);
}

static struct others others_of(const struct abs_names *names, const struct abs_row *row)
{
	struct others out = { 0 };
	struct ids ids = { 0 };

	if (row->episode_id)
		look_at_item(row, row->item, &out);
	abs_item_ids(row->item, &ids);
	for (size_t i = 0; i < ids.count; i++)
		for (const struct abs_name *name = *bucket_of(names, &ids.list[i]); name;
			name = name->next)
			if (is_same_id(&name->id, &ids.list[i]) && name->item != row->item)
				look_at_item(row, name->item, &out);
	return out;
}

int abs_row_by_time(const void *a, const void *b)
{
	const struct abs_row *left = a, *right = b;
	int64_t left_ms = abs_row_at(left), right_ms = abs_row_at(right);

	if (left_ms != right_ms)
		return left_ms < right_ms ? -1 : 1;
	return strcmp(left->id, right->id);
}

/* ---- another listening ---- */

static int64_t in_ms(int64_t micros)
{
	return micros / MICROS_PER_MS;
}

/*
 * Finished twice, with enough time in between to hear half of it, and the place
 * at the end: the button alone leaves it at the front.
 */
static bool is_finished_again(const struct abs_row *row)
{
	const struct abs_state *now = &row->now, *was = &row->past.state;
	int64_t half_ms = in_ms(now->duration) / 2;

	return was->is_finished && now->is_finished && was->finished_ms > 0 && now->duration > 0 &&
	       now->position >= now->duration / 2 &&
	       now->finished_ms - was->finished_ms > (half_ms > AGAIN_MS ? half_ms : AGAIN_MS);
}

/* It was at the front, and enough time has passed to hear what was skipped. */
static bool is_heard_since_front(const struct abs_row *row)
{
	const struct abs_state *now = &row->now, *was = &row->past.state;
	int64_t passed_ms = abs_row_at(row) - row->past.at_ms;

	if (was->is_finished || row->past.at_ms == 0 || now->duration <= 0)
		return false;
	return was->position < now->duration / 2 && now->position >= now->duration / 2 &&
	       passed_ms >= in_ms(now->position - was->position) / 2;
}

/* Another copy was at its end since this one told anything. */
static bool is_after_other(const struct abs_row *row, const struct others *others)
{
	bool is_first = !row->past.is_known && !row->past.was_hidden;

	if (row->now.is_finished || others->over_ms == 0)
		return false;
	return is_first || (row->past.at_ms > 0 && row->past.at_ms < others->over_ms);
}

void abs_row_judge(const struct abs_names *names, struct abs_row *row)
{
	struct others others;

	if (row->item->standing != ITEM_KNOWN)
		return;
	others = others_of(names, row);
	row->is_older = others.has_newer;
	row->starts =
		!row->is_older &&
		(is_finished_again(row) || is_after_other(row, &others) ||
			((row->past.was_over || others.over_ms > 0) && is_heard_since_front(row)));
}
