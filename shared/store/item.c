/* SPDX-License-Identifier: MIT */
#include "shared/store/item.h"

#include "shared/store/row.h"

static STATEMENT(item_find, "SELECT id FROM item WHERE work_id = :work AND part = :part");

static enum err read_slot(struct cx *cx, struct store *s, struct known *known,
	struct known_work *work, const char *part, struct known_slot **out)
{
	struct query q;
	int64_t item_id = 0;
	bool is_new;

	*out = match_slot(known, work, part, &is_new);
	if (!is_new || work->is_new)
		return OK;
	q = store_query(cx, s, &item_find);
	bind_i64(&q, ":work", work->id);
	bind_text(&q, ":part", part);
	TRY(query_number(&q, &item_id));
	if (item_id != 0)
		match_item(known, *out, item_id);
	return OK;
}

enum err store_slot_read(struct cx *cx, struct store *s, struct known *known,
	struct known_work *work, const struct report *r, struct known_slot **out)
{
	return read_slot(cx, s, known, work, match_part(cx->arena, r), out);
}

enum err store_slot_before_read(struct cx *cx, struct store *s, struct known *known,
	struct known_work *work, const struct report *r, struct known_slot **out)
{
	return read_slot(cx, s, known, work, r->part_before, out);
}

static STATEMENT(item_newest, "SELECT max(id) FROM item");

static STATEMENT(item_add, "INSERT INTO item (id, work_id, part, season, episode, title)"
			   " VALUES (:id, :work, :part, :season, :episode, :title)");

static enum err add(struct cx *cx, struct store *s, struct known_item *item, int64_t *last_id)
{
	struct query q;

	TRY(row_next_id(cx, s, &item_newest, last_id));
	item->id = *last_id;
	q = store_query(cx, s, &item_add);
	bind_i64(&q, ":id", item->id);
	bind_i64(&q, ":work", item->work->id);
	bind_text(&q, ":part", item->part);
	bind_i64_or_null(&q, ":season", item->season);
	bind_i64_or_null(&q, ":episode", item->episode);
	bind_text(&q, ":title", item->part_title);
	return query_run(&q);
}

static STATEMENT(item_rename, "UPDATE item SET part = :part WHERE id = :id");

static enum err rename_item(struct cx *cx, struct store *s, const struct known_item *item)
{
	struct query q = store_query(cx, s, &item_rename);

	bind_i64(&q, ":id", item->id);
	bind_text(&q, ":part", item->part);
	return query_run(&q);
}

enum err store_items_write(struct cx *cx, struct store *s, const struct known *known)
{
	int64_t last_id = 0;

	for (size_t i = 0; i < known->items.count; i++) {
		struct known_item *item = known->items.at[i];

		TRY(item->is_new ? add(cx, s, item, &last_id) : rename_item(cx, s, item));
	}
	return OK;
}

enum err store_item_match(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id)
{
	struct known_slot *slot, *before = NULL;
	const struct known_item *item;
	struct known_work *work;
	struct known known;
	bool is_new;

	known_init(&known, cx->arena, cx->now_ms);
	work = match_work(&known, work_id, &is_new);
	TRY(store_slot_read(cx, s, &known, work, r, &slot));
	if (match_may_be_renamed(slot, r))
		TRY(store_slot_before_read(cx, s, &known, work, r, &before));
	item = match_take_item(&known, slot, before, r);
	TRY(store_items_write(cx, s, &known));
	*item_id = item->id;
	return OK;
}
