/* SPDX-License-Identifier: MIT */
/*
 * delivery.c -- the journal of what came in.
 *
 * A row is open for folding while its `run` is set: at most one an integration
 * and run, by a unique index. Whatever ends a run (another event of the same
 * item, another reason, a long silence) just clears that column.
 */
#include "shared/store/delivery.h"

#include "shared/db/query.h"
#include "shared/progress/rules.h"
#include "shared/store/delta.h"

static enum err put_body(struct cx *cx, struct store *s, int64_t id, struct bytes body)
{
	struct query q;

	if (!body.at)
		return OK;
	q = store_query(cx, s, STMT_BODY_PUT);
	bind_i64(&q, ":id", id);
	bind_bytes(&q, ":body", body.at, body.length);
	return query_run(&q);
}

/* The row that further ticks of a run fold into. */
struct run {
	int64_t id;         /* 0: none */
	bool is_patched;    /* the body is told by what has changed */
	struct bytes patch; /* then: since the one that is kept */
};

static enum err find_run(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, struct run *run)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_RUN);
	bool is_there = false;
	enum err err;

	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":run", row->run);
	if (query_next(&q)) {
		struct bytes kept = col_bytes(&q, 3);
		int64_t silence_ms = row->last_ms - col_i64(&q, 2);

		is_there = true;
		if (strcmp(col_text(&q, 1), reason_name(row->reason)) == 0 &&
			silence_ms <= SITTING_GAP_MS)
			run->id = col_i64(&q, 0);
		if (run->id != 0 && kept.at && body.at)
			run->is_patched = patch_make(cx->arena, kept, body, &run->patch);
	}
	err = query_end(&q);
	if (err != OK || run->id != 0 || !is_there)
		return err;
	return store_delivery_end_run(cx, s, row->integration_id, row->run);
}

static enum err fold(
	struct cx *cx, struct store *s, const struct delivery *row, const struct run *run)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_FOLD);

	bind_i64(&q, ":id", run->id);
	bind_i64(&q, ":now", row->last_ms);
	bind_i64(&q, ":octets", row->bytes);
	bind_text(&q, ":detail", row->detail);
	bind_bytes(&q, ":patch", run->patch.at, run->patch.length);
	return query_run(&q);
}

static enum err add(struct cx *cx, struct store *s, const struct delivery *row, int64_t *id)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_ADD);

	bind_i64(&q, ":integration", row->integration_id);
	bind_i64(&q, ":now", row->last_ms);
	bind_text(&q, ":event", row->event);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	bind_text(&q, ":run", row->run);
	bind_i64(&q, ":octets", row->bytes);
	return query_id(&q, id);
}

static enum err put_event(struct cx *cx, struct store *s, const struct delivery *row, int64_t id)
{
	struct query q;

	if (!row->event_id)
		return OK;
	q = store_query(cx, s, STMT_DELIVERY_EVENT_ADD);
	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":event_id", row->event_id);
	bind_i64(&q, ":id", id);
	return query_run(&q);
}

enum err store_delivery_keep(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, int64_t *id, bool *folded)
{
	struct run run = { .id = 0 };
	enum err err = OK;

	if (row->run)
		err = find_run(cx, s, row, body, &run);
	*id = run.id;
	*folded = run.id != 0;
	if (err == OK && *folded)
		err = fold(cx, s, row, &run);
	else if (err == OK)
		err = add(cx, s, row, id);
	if (err == OK)
		err = put_event(cx, s, row, *id);
	if (err != OK || run.is_patched)
		return err;
	return put_body(cx, s, *id, body);
}

enum err store_delivery_end_run(
	struct cx *cx, struct store *s, int64_t integration_id, const char *run)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_END_RUN);

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":run", run);
	return query_run(&q);
}

enum err store_delivery_repeat(
	struct cx *cx, struct store *s, int64_t integration_id, const char *event_id, int64_t *id)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_EVENT);
	enum err err;

	*id = 0;
	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":event_id", event_id);
	if (query_next(&q))
		*id = col_i64(&q, 0);
	err = query_end(&q);
	if (err != OK || *id == 0)
		return err;
	q = store_query(cx, s, STMT_DELIVERY_REPEAT);
	bind_i64(&q, ":id", *id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

enum err store_delivery_replayed(struct cx *cx, struct store *s, const struct delivery *row)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_REPLAYED);
	enum err err;

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	bind_text(&q, ":event", row->event);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_run(&q);
	if (err != OK || store_changes(s) > 0)
		return err;
	q = store_query(cx, s, STMT_DELIVERY_REPLAYED_IDLE);
	bind_i64(&q, ":id", row->id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

enum err store_delivery_link(struct cx *cx, struct store *s, int64_t id, int64_t play_id)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_LINK);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":play", play_id);
	return query_run(&q);
}

static void delivery_read(const struct query *q, struct delivery *row)
{
	*row = (struct delivery){
		.id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.provider = col_text(q, 2),
		.user_name = col_text(q, 3),
		.first_ms = col_i64(q, 4),
		.last_ms = col_i64(q, 5),
		.count = col_i64(q, 6),
		.event = col_text(q, 7),
		.sender_user = col_text(q, 8),
		.run = col_text(q, 9),
		.detail = col_text(q, 11),
		.bytes = col_i64(q, 12),
		.replayed_ms = col_i64_or_unsaid(q, 13),
	};
	if (!reason_parse(col_text(q, 10), &row->reason))
		row->reason = REASON_NONE; /* a reason of a newer version */
}

enum err store_delivery_list(struct cx *cx, struct store *s, const struct delivery_filter *filter,
	const struct delivery **rows, size_t *count)
{
	bool is_own = filter->user_id && filter->integration_id;
	struct query q = store_query(cx, s, is_own ? STMT_DELIVERY_OWN_LIST : STMT_DELIVERY_LIST);
	struct delivery *list = NULL;
	size_t room = 0;

	ASSERT(filter->limit > 0 && filter->limit <= DELIVERY_LIST_MAX);
	*count = 0;
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":integration", filter->integration_id);
	bind_i64(&q, ":before", filter->before_id);
	bind_text(&q, ":outcome", filter->outcome ? filter->outcome : "");
	bind_i64(&q, ":limit", filter->limit);
	while (query_next(&q)) {
		list = arena_more(cx->arena, list, *count, &room, sizeof(*list));
		delivery_read(&q, &list[(*count)++]);
	}
	*rows = list;
	return query_end(&q);
}

static enum err get_body(struct cx *cx, struct store *s, int64_t id, struct bytes *body)
{
	struct query q = store_query(cx, s, STMT_BODY_GET);
	bool is_good = true;
	enum err err;

	bind_i64(&q, ":id", id);
	if (query_next(&q))
		is_good = patch_apply(cx->arena, col_bytes(&q, 0), col_bytes(&q, 1), body);
	err = query_end(&q);
	if (err != OK || is_good)
		return err;
	return err_note(cx, ERR_STORE, "the body of delivery %" PRId64 " is damaged", id);
}

/* The one row of a bound query, and its body. */
static enum err get(struct query *q, const struct delivery **out, struct bytes *body)
{
	struct delivery *row = NULL;
	enum err err;

	*body = (struct bytes){ NULL, 0 };
	if (query_next(q)) {
		row = arena_alloc(q->cx->arena, sizeof(*row));
		delivery_read(q, row);
	}
	err = query_end(q);
	*out = row;
	return err == OK && row ? get_body(q->cx, q->store, row->id, body) : err;
}

enum err store_delivery_get(
	struct cx *cx, struct store *s, int64_t id, const struct delivery **out, struct bytes *body)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_GET);

	bind_i64(&q, ":id", id);
	return get(&q, out, body);
}

enum err store_delivery_own(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery **out, struct bytes *body)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_OWN);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	return get(&q, out, body);
}

enum err store_delivery_works(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery_work **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_WORKS);
	struct delivery_work *list = arena_array(cx->arena, DELIVERY_WORKS_MAX, sizeof(*list));

	*rows = list;
	*count = 0;
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":limit", DELIVERY_WORKS_MAX);
	while (query_next(&q))
		list[(*count)++] = (struct delivery_work){
			.play_id = col_i64(&q, 0),
			.work_id = col_i64(&q, 1),
			.kind = col_text(&q, 2),
			.title = col_text(&q, 3),
			.season = (int)col_i64_or_unsaid(&q, 4),
			.episode = (int)col_i64_or_unsaid(&q, 5),
			.part_title = col_text(&q, 6),
			.is_completed = strcmp(col_text(&q, 7), "completed") == 0,
			.share = col_i64(&q, 8),
		};
	return query_end(&q);
}

enum err store_delivery_plays(
	struct cx *cx, struct store *s, int64_t id, int64_t *play_ids, size_t max, size_t *count)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_PLAYS);

	*count = 0;
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":limit", (int64_t)max);
	while (*count < max && query_next(&q))
		play_ids[(*count)++] = col_i64(&q, 0);
	return query_end(&q);
}

enum err store_delivery_prune(struct cx *cx, struct store *s, int days, int rows, int64_t *removed)
{
	struct query q = store_query(cx, s, STMT_DELIVERY_PRUNE_AGE);
	enum err err;

	*removed = 0;
	bind_i64(&q, ":before", cx->now_ms - (int64_t)days * 86400000);
	err = query_run(&q);
	if (err != OK)
		return err;
	*removed = store_changes(s);
	q = store_query(cx, s, STMT_DELIVERY_PRUNE_ROWS);
	bind_i64(&q, ":rows", rows);
	err = query_run(&q);
	*removed += err == OK ? store_changes(s) : 0;
	return err;
}
