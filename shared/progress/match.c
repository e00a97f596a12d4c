/* SPDX-License-Identifier: MIT */
#include "shared/progress/match.h"

#include "shared/base/buf.h"

enum { EPISODE_PART_MAX = 24 };

struct known_id *match_id(
	struct known *known, int64_t user_id, enum kind kind, const struct id *id, bool *is_new)
{
	uint64_t seed = index_hash_i64((uint64_t)kind << 8 | id->source, user_id);
	uint64_t hash = index_hash_text(seed, id->value);
	struct index_node *node = index_find(&known->index, KNOWN_ID, hash);
	struct known_id *entry;

	*is_new = false;
	for (; node; node = index_next(node)) {
		entry = (struct known_id *)node;
		if (entry->user_id == user_id && entry->kind == kind &&
			entry->id->source == id->source && strcmp(entry->id->value, id->value) == 0)
			return entry;
	}
	*is_new = true;
	entry = arena_raw(known->arena, sizeof(*entry));
	entry->user_id = user_id;
	entry->kind = kind;
	entry->id = id;
	entry->work = NULL;
	index_add(&known->index, &entry->node, KNOWN_ID, hash);
	return entry;
}

static struct known_work *new_work(struct known *known, int64_t work_id)
{
	struct known_work *work = arena_alloc(known->arena, sizeof(*work));

	work->id = work_id;
	work->year = UNSAID;
	return work;
}

struct known_work *match_work(struct known *known, int64_t work_id, bool *is_new)
{
	uint64_t hash = index_hash_i64(KNOWN_WORK, work_id);
	struct index_node *node = index_find(&known->index, KNOWN_WORK, hash);
	struct known_work *work;

	*is_new = false;
	for (; node; node = index_next(node)) {
		work = (struct known_work *)node;
		if (work->id == work_id)
			return work;
	}
	*is_new = true;
	work = new_work(known, work_id);
	index_add(&known->index, &work->node, KNOWN_WORK, hash);
	return work;
}

struct known_slot *match_slot(
	struct known *known, struct known_work *work, const char *part, bool *is_new)
{
	uint64_t hash = index_hash_text((uint64_t)(uintptr_t)work, part);
	struct index_node *node = index_find(&known->index, KNOWN_SLOT, hash);
	struct known_slot *slot;

	*is_new = false;
	for (; node; node = index_next(node)) {
		slot = (struct known_slot *)node;
		if (slot->work == work && strcmp(slot->part, part) == 0)
			return slot;
	}
	*is_new = true;
	slot = arena_alloc(known->arena, sizeof(*slot));
	slot->work = work;
	slot->part = part;
	index_add(&known->index, &slot->node, KNOWN_SLOT, hash);
	return slot;
}

struct known_stack *match_stack(
	struct known *known, int64_t user_id, const char *name, bool *is_new)
{
	uint64_t hash = index_hash_text((uint64_t)user_id, name);
	struct index_node *node = index_find(&known->index, KNOWN_STACK, hash);
	struct known_stack *stack;

	*is_new = false;
	for (; node; node = index_next(node)) {
		stack = (struct known_stack *)node;
		if (stack->user_id == user_id && strcmp(stack->name, name) == 0)
			return stack;
	}
	*is_new = true;
	stack = arena_alloc(known->arena, sizeof(*stack));
	stack->user_id = user_id;
	stack->name = name;
	index_add(&known->index, &stack->node, KNOWN_STACK, hash);
	return stack;
}

void match_has_id(struct arena *arena, struct known_work *work, const struct id *id)
{
	work->ids = arena_more(arena, work->ids, work->count, &work->room, sizeof(*work->ids));
	work->ids[work->count++] = *id;
}

static struct known_item *new_item(struct known *known, struct known_slot *slot)
{
	struct known_item *item = arena_alloc(known->arena, sizeof(*item));

	item->work = slot->work;
	item->part = slot->part;
	slot->item = item;
	return item;
}

struct known_item *match_item(struct known *known, struct known_slot *slot, int64_t item_id)
{
	struct known_item *item = new_item(known, slot);

	item->id = item_id;
	return item;
}

/* ---- the work ---- */

bool match_is_mixed(const struct match *m)
{
	for (size_t i = 1; i < m->report->ids.count; i++)
		if (m->ids[i]->work != m->ids[0]->work)
			return true;
	return false;
}

/* Does the work have another id of a catalog that precedes the index-th? */
static bool is_contradicted(const struct ids *ids, size_t index, const struct known_work *work)
{
	for (size_t k = 0; k < work->count; k++)
		for (size_t i = 0; i < index; i++)
			if (ids->list[i].source == work->ids[k].source &&
				strcmp(ids->list[i].value, work->ids[k].value) != 0)
				return true;
	return false;
}

/* Everything that match_learn looks at. */
static bool is_all_read(const struct match *m)
{
	for (size_t i = 0; i < m->report->ids.count; i++)
		if (m->ids[i]->work && !m->ids[i]->work->has_ids)
			return false;
	return true;
}

bool match_find(const struct match *m, struct known_work **work)
{
	const struct ids *ids = &m->report->ids;

	*work = NULL;
	if (match_is_mixed(m) && !is_all_read(m))
		return false;
	for (size_t i = 0; i < ids->count && !*work; i++) {
		struct known_work *owner = m->ids[i]->work;

		if (owner && (i == 0 || !is_contradicted(ids, i, owner)))
			*work = owner;
	}
	return true;
}

static void list_work(struct known *known, struct known_work *work)
{
	if (!work->is_listed)
		known_add(known, &known->works, work);
	work->is_listed = true;
}

/* Takes a text that the work lacks. */
static void learn_text(const char **to, const char *text, bool *has, bool *is_news)
{
	if (!text || *has)
		return;
	*to = text;
	*has = *is_news = true;
}

static void learn_title(struct known *known, struct known_work *work, const struct report *r)
{
	bool is_named = false, is_news = false;

	learn_text(&work->title, r->title, &work->has_title, &is_named);
	learn_text(&work->author, r->author, &work->has_author, &is_news);
	learn_text(&work->link, r->link, &work->has_link, &is_news);
	if (r->year != UNSAID && !work->has_year) {
		work->year = r->year;
		work->has_year = is_news = true;
	}
	work->is_named = work->is_named || is_named;
	if (is_named || is_news)
		list_work(known, work);
}

static bool has_source(const struct known_work *work, size_t count, enum catalog source)
{
	for (size_t i = 0; i < count; i++)
		if (work->ids[i].source == source)
			return true;
	return false;
}

static void add_id(struct known *known, struct known_work *work, struct known_id *id)
{
	id->work = work;
	match_has_id(known->arena, work, id->id);
	known_add(known, &known->ids, id);
}

static void add_conflict(struct known *known, struct known_work *work, const struct id *id)
{
	struct known_conflict *conflict = arena_raw(known->arena, sizeof(*conflict));

	conflict->work = work;
	conflict->id = id;
	known_add(known, &known->conflicts, conflict);
}

/* Adds the ids that the work does not have yet, or keeps them as conflicts. */
static void learn_ids(
	struct known *known, const struct match *m, struct known_work *work, int *conflicts)
{
	size_t before = work->count;

	for (size_t i = 0; i < m->report->ids.count; i++) {
		struct known_id *id = m->ids[i];

		if (id->work == work)
			continue;
		if (!id->work && (!has_source(work, before, id->id->source) ||
					 id->id->source == CATALOG_LOCAL)) {
			add_id(known, work, id);
			continue;
		}
		add_conflict(known, work, id->id);
		(*conflicts)++;
	}
}

struct known_work *match_learn(
	struct known *known, const struct match *m, struct known_work *work, int *conflicts)
{
	*conflicts = 0;
	if (!work) {
		work = new_work(known, 0);
		work->user_id = m->user_id;
		work->kind = m->report->kind;
		work->is_new = work->is_read = work->has_ids = true;
		list_work(known, work);
	}
	learn_title(known, work, m->report);
	learn_ids(known, m, work, conflicts);
	return work;
}

bool match_is_film(const struct known_stack *stack, const struct message *m)
{
	return stack->work && m->report.file >= 2 &&
	       (m->reason == REASON_UNSUPPORTED_TYPE || m->reason == REASON_NO_IDENTIFIER);
}

void match_learn_stack(struct known *known, struct known_stack *stack, struct known_work *work,
	const struct report *r)
{
	int64_t length = r->duration > 0 ? r->duration : 0;
	int files = r->files ? r->files : stack->files;

	ASSERT(r->file >= 1 && r->file <= REPORT_FILES_MAX);
	stack->is_used = true;
	if (files < r->file)
		files = r->file;
	if (stack->work == work && stack->files == files && stack->lengths[r->file - 1] == length)
		return;
	stack->work = work;
	stack->files = files;
	stack->lengths[r->file - 1] = length;
	stack->file = r->file;
	known_add(known, &known->stacks, stack);
}

/* ---- the item ---- */

/* Of each tick of an episode, so no printf. */
static const char *episode_part(struct arena *arena, const struct report *r)
{
	struct buf part;

	buf_init(&part, arena, EPISODE_PART_MAX);
	buf_add(&part, "s", 1);
	buf_add_i64(&part, r->season);
	buf_add(&part, "e", 1);
	buf_add_i64(&part, r->episode);
	return part.text;
}

const char *match_part(struct arena *arena, const struct report *r)
{
	if (r->part)
		return r->part;
	return r->kind == KIND_SHOW ? episode_part(arena, r) : "";
}

bool match_may_be_renamed(const struct known_slot *slot, const struct report *r)
{
	return !slot->item && r->part && r->part_before && strcmp(r->part, r->part_before) != 0;
}

static void list_item(struct known *known, struct known_item *item)
{
	if (!item->is_listed)
		known_add(known, &known->items, item);
	item->is_listed = true;
}

struct known_item *match_take_item(struct known *known, struct known_slot *slot,
	struct known_slot *before, const struct report *r)
{
	if (slot->item)
		return slot->item;
	if (before && before->item) {
		slot->item = before->item;
		slot->item->part = slot->part;
		before->item = NULL;
	} else {
		new_item(known, slot);
		slot->item->is_new = true;
		slot->item->season = r->season;
		slot->item->episode = r->episode;
		slot->item->part_title = r->part_title;
		slot->item->standing.is_read = slot->item->standing.looked_back = true;
	}
	list_item(known, slot->item);
	return slot->item;
}
