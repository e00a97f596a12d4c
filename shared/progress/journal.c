/* SPDX-License-Identifier: MIT */
#include "shared/progress/journal.h"

#include "shared/base/buf.h"
#include "shared/progress/rules.h"

enum { DAY_MS = 86400000, DAY_SHOWN_MAX = 32 };

struct journal_run *journal_run(
	struct known *known, int64_t integration_id, const char *run, bool *is_new)
{
	uint64_t hash = index_hash_text((uint64_t)integration_id, run);
	struct index_node *node = index_find(&known->index, KNOWN_RUN, hash);
	struct journal_run *entry;

	*is_new = false;
	for (; node; node = index_next(node)) {
		entry = (struct journal_run *)node;
		if (entry->integration_id == integration_id && strcmp(entry->run, run) == 0)
			return entry;
	}
	*is_new = true;
	entry = arena_raw(known->arena, sizeof(*entry));
	entry->integration_id = integration_id;
	entry->run = run;
	entry->row = NULL;
	index_add(&known->index, &entry->node, KNOWN_RUN, hash);
	return entry;
}

struct journal_event *journal_event(
	struct known *known, int64_t integration_id, const char *event_id, bool *is_new)
{
	uint64_t hash = index_hash_text((uint64_t)integration_id, event_id);
	struct index_node *node = index_find(&known->index, KNOWN_EVENT, hash);
	struct journal_event *entry;

	*is_new = false;
	for (; node; node = index_next(node)) {
		entry = (struct journal_event *)node;
		if (entry->integration_id == integration_id &&
			strcmp(entry->event_id, event_id) == 0)
			return entry;
	}
	*is_new = true;
	entry = arena_alloc(known->arena, sizeof(*entry));
	entry->integration_id = integration_id;
	entry->event_id = event_id;
	index_add(&known->index, &entry->node, KNOWN_EVENT, hash);
	return entry;
}

struct journal_row *journal_row(struct known *known, int64_t id, bool *is_new)
{
	uint64_t hash = index_hash_i64(KNOWN_ROW, id);
	struct index_node *node = index_find(&known->index, KNOWN_ROW, hash);
	struct journal_row *row;

	*is_new = false;
	for (; node; node = index_next(node)) {
		row = (struct journal_row *)node;
		if (row->id == id)
			return row;
	}
	*is_new = true;
	row = arena_alloc(known->arena, sizeof(*row));
	row->id = id;
	index_add(&known->index, &row->node, KNOWN_ROW, hash);
	return row;
}

const char *journal_run_of_day(struct arena *arena, const char *event, int64_t now_ms)
{
	struct buf run;

	event = event ? event : "";
	buf_init(&run, arena, strlen(event) + DAY_SHOWN_MAX);
	buf_puts(&run, "day ");
	buf_add_i64(&run, now_ms / DAY_MS);
	buf_add(&run, "/", 1);
	buf_puts(&run, event);
	return run.text;
}

/* A change of more than one kind is written as the greater one. */
static void list_row(struct known *known, struct journal_row *row, enum journal_change change)
{
	if (row->change < change)
		row->change = change;
	if (!row->is_listed)
		known_add(known, &known->rows, row);
	row->is_listed = true;
}

static void count(struct journal_row *row, int64_t now_ms)
{
	row->count++;
	row->more++;
	row->last_ms = now_ms;
}

void journal_repeat(struct known *known, struct journal_row *row)
{
	count(row, known->now_ms);
	list_row(known, row, JOURNAL_COUNTED);
}

static void end_run(struct known *known, struct journal_run *run)
{
	struct journal_row *row = run->row;

	if (!row)
		return;
	run->row = NULL;
	row->run = NULL;
	row->ends_run = row->id != 0;
	list_row(known, row, JOURNAL_SAME);
}

static void add_body(struct known *known, struct journal_row *row, const struct journal_body *body,
	int64_t before_ms)
{
	struct journal_body *copy = arena_raw(known->arena, sizeof(*copy));

	*copy = *body;
	copy->is_patched = body->is_patched && row->id != 0;
	copy->before_ms = before_ms;
	copy->next = NULL;
	if (row->newest)
		row->newest->next = copy;
	else
		row->bodies = copy;
	row->newest = copy;
}

/*
 * A check-in at the same moment as a tick is "unchanged": part of the run,
 * which it does not end, and whose reason stays.
 */
static bool is_same_run(enum reason of_run, enum reason reason)
{
	return of_run == reason || (reason == REASON_UNCHANGED && of_run == REASON_PROGRESS);
}

static bool folds(const struct journal_entry *entry, const struct journal_row *into)
{
	const struct journal_row *row = &entry->row;

	if (entry->is_daily)
		return into->reason == row->reason;
	/* What may be named or given later keeps its first report. */
	if ((row->thing_id || row->reason == REASON_STRANGER) && entry->body.has_stored &&
		!entry->body.is_patched)
		return false;
	return is_same_run(into->reason, row->reason) &&
	       row->last_ms - into->last_ms <= SITTING_GAP_MS;
}

static void fold(struct known *known, const struct journal_entry *entry, struct journal_row *into)
{
	const struct journal_row *row = &entry->row;

	count(into, row->last_ms);
	into->bytes = row->bytes;
	if (row->reason != REASON_UNCHANGED && row->detail)
		into->detail = row->detail;
	if (entry->is_daily)
		into->sender_user = row->sender_user;
	list_row(known, into, entry->is_daily ? JOURNAL_DAILY : JOURNAL_FOLDED);
}

static struct journal_row *add(struct known *known, const struct journal_entry *entry)
{
	struct journal_row *row = arena_raw(known->arena, sizeof(*row));

	*row = entry->row;
	if (entry->is_daily) {
		row->title = row->part_title = NULL;
		row->season = row->episode = UNSAID;
	}
	row->first_ms = row->last_ms;
	row->count = row->more = 1;
	row->run = entry->run ? entry->run->run : NULL;
	if (entry->run)
		entry->run->row = row;
	list_row(known, row, JOURNAL_NEW);
	return row;
}

static void put_event(struct known *known, struct journal_event *event, struct journal_row *row)
{
	if (!event)
		return;
	event->row = row;
	event->number = row->count;
	known_add(known, &known->events, event);
}

struct journal_row *journal_keep(
	struct known *known, const struct journal_entry *entry, bool *folded)
{
	struct journal_row *row;
	int64_t before_ms;

	if (entry->ends)
		end_run(known, entry->ends);
	row = entry->run ? entry->run->row : NULL;
	*folded = row && folds(entry, row);
	before_ms = row ? row->last_ms : UNSAID;
	if (*folded) {
		fold(known, entry, row);
	} else {
		if (row)
			end_run(known, entry->run);
		row = add(known, entry);
	}
	if (!entry->is_daily || !*folded)
		put_event(known, entry->event, row);
	add_body(known, row, &entry->body, before_ms);
	return row;
}

void journal_link(
	struct known *known, const struct journal_row *row, const struct standing_play *play)
{
	struct journal_link *link = arena_raw(known->arena, sizeof(*link));

	*link = (struct journal_link){ row, play };
	known_add(known, &known->links, link);
}
