/* SPDX-License-Identifier: MIT */
/*
 * message.c -- from a row to a message.
 *
 * The server drops a completion as soon as somebody listens again, and people
 * take "finished" back by mistake. A row alone tells another listening from
 * that only by what was heard in between: see abs_starts in copies.c. The rest
 * is decided by the rules: a return to the front begins another play.
 */
#include "shared/providers/audiobookshelf/message.h"
#include "shared/base/parse.h"

/*
 * A UUID is unique, so another address of the same server makes no second work.
 * Ids of older servers are unique only together with the address; one that gets
 * too long is kept without it.
 */
static void add_local(struct cx *cx, struct ids *ids, const char *server, const char *id)
{
	const char *host = strstr(server, "://");

	if (parse_is_uuid(id) ||
		!ids_add(ids, CATALOG_LOCAL,
			arena_printf(cx->arena, "%s/%s", host ? host + 3 : server, id)))
		ids_add(ids, CATALOG_LOCAL, id);
}

/*
 * An item with audio and an ebook is one work, whichever half is used. Some
 * clients tell the place in an ebook that the item does not have.
 */
static enum kind kind_of(const struct abs_row *row)
{
	const struct abs_item *item = row->item;

	if (row->episode_id)
		return KIND_PODCAST;
	if (row->now.position > 0)
		return KIND_AUDIOBOOK;
	return item->has_audio && (item->has_ebook || row->now.ebook == 0) ? KIND_AUDIOBOOK
									   : KIND_BOOK;
}

static void fill_times(const struct abs_row *row, struct report *r)
{
	int64_t at_ms = abs_row_at(row);

	if (at_ms > 0)
		r->at_ms = at_ms;
	/* It stays at the first listening when there is another one. */
	if (row->started_ms > 0 && !row->past.was_over && !row->starts)
		r->started_ms = row->started_ms;
}

static void fill_position(const struct abs_row *row, struct report *r)
{
	struct abs_place p = abs_row_place(row);

	r->kind = kind_of(row);
	r->units_per_ms = p.units_per_ms;
	r->duration = p.duration;
	r->position = row->now.is_finished ? p.duration : p.position;
	r->finished = row->now.is_finished;
	r->is_state = !row->is_older;
	r->is_older = row->is_older;
	r->starts_sitting = row->starts;
	r->basis = p.units_per_ms ? BASIS_SESSION_POSITION : BASIS_REPORTED_PERCENT;
	if (row->now.is_finished)
		r->basis = BASIS_EVENT_SAYS_COMPLETED;
	fill_times(row, r);
}

/* "Finished" is taken back, and the place stays as it was. */
static bool is_unmarked(const struct abs_row *row)
{
	const struct abs_state *now = &row->now, *was = &row->past.state;

	return row->past.is_known && was->is_finished && !now->is_finished &&
	       now->position == was->position && now->ebook == was->ebook;
}

bool abs_row_is_renamed(const struct abs_row *row)
{
	/* Old versions did not remember a print with the row. */
	uint64_t before = row->past.print ? row->past.print : row->item->print_before;

	return row->item->standing == ITEM_KNOWN && row->past.is_known && before != 0 &&
	       before != abs_item_print(row->item);
}

/* The ids under which the work was known before. */
static const struct ids *former_ids(struct cx *cx, const struct abs_row *row)
{
	struct ids *ids = arena_alloc(cx->arena, sizeof(*ids));
	struct abs_item before = { .id = row->item_id };

	if (row->item->remembered)
		abs_item_recall(cx, row->item->remembered, &before);
	abs_item_ids(&before, ids);
	return ids;
}

static const char hidden[] = "The server does not show this item to the key's owner (or has "
			     "deleted it, or fails when it is asked for it), so it cannot be "
			     "named. It is asked again after a day.";

static const char renamed[] = "Its title or ids were changed on the server.";

/* Not what was played, but why there is nothing to weigh. */
static void fill_reason(const struct abs_row *row, struct message *out)
{
	if (is_unmarked(row))
		out->reason = REASON_UNMARK;
	if (row->is_news || row->past.was_hidden)
		return;
	out->reason = REASON_UNCHANGED;
	out->detail = renamed;
}

void abs_row_message(struct cx *cx, const struct abs_row *row, const char *server, const char *user,
	struct message *out)
{
	struct report *r = &out->report;

	out->event = row->now.is_finished ? "finished" : "progress";
	out->user = user;
	if (row->now.is_finished)
		out->ends_run = row->id;
	else
		out->run = row->id;
	fill_position(row, r);
	if (row->item->standing == ITEM_HIDDEN) {
		out->reason = REASON_NO_IDENTIFIER;
		out->is_nameless = true;
		r->own_id = row->item_id;
		r->part = row->episode_id ? abs_row_part(row) : NULL;
		out->detail = hidden;
		return;
	}
	fill_reason(row, out);
	abs_item_ids(row->item, &r->ids);
	add_local(cx, &r->ids, server, row->item_id);
	if (abs_row_is_renamed(row))
		r->corrects = former_ids(cx, row);
	r->title = row->item->title;
	r->author = row->item->author;
	r->year = row->item->year;
	r->part = row->episode_id ? abs_row_part(row) : NULL;
	r->part_before = row->episode_id;
	r->part_title = row->episode.title;
	r->link = arena_printf(cx->arena, "%s/item/%s", server, row->item_id);
}

bool abs_row_read_again(struct cx *cx, struct bytes body, struct message *out)
{
	struct abs_item item = { .standing = ITEM_HIDDEN };
	struct abs_row row;
	struct json root;

	message_init(out);
	if (json_open(cx, body.at, body.length, &root) != OK || abs_row_read(cx, root, &row) != OK)
		return false;
	item.id = row.item_id;
	row.item = &item;
	row.is_news = true;
	abs_row_message(cx, &row, "", NULL, out);
	return true;
}
