/* SPDX-License-Identifier: MIT */
#include "shared/store/delivery.h"

#include "shared/store/column.h"
#include "shared/store/delta.h"

static void delivery_read(const struct query *q, void *row)
{
	*(struct delivery *)row = (struct delivery){
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
		.reason = col_reason(q, 10),
		.detail = col_text(q, 11),
		.bytes = col_i64(q, 12),
		.replayed_ms = col_i64_or_unsaid(q, 13),
		.title = col_text(q, 14),
		.season = (int)col_i64_or_unsaid(q, 15),
		.episode = (int)col_i64_or_unsaid(q, 16),
		.part_title = col_text(q, 17),
		.dropped_ms = col_i64_or_unsaid(q, 18),
	};
}

#define DELIVERY_SELECT                                                                            \
	"SELECT d.id, d.integration_id, i.provider, u.name, d.first_ms,"                           \
	" d.last_ms, d.count, d.event, d.sender_user, d.run,"                                      \
	" d.reason, d.detail, d.octets, d.replayed_ms, coalesce(a.title, w.title),"                \
	" coalesce(a.season, t.season), coalesce(a.episode, t.episode),"                           \
	" coalesce(a.part_title, t.title), d.dropped_ms"                                           \
	" FROM delivery d JOIN integration i ON i.id = d.integration_id"                           \
	" JOIN person u ON u.id = i.user_id"                                                       \
	" LEFT JOIN delivery_about a ON a.delivery_id = d.id"                                      \
	" LEFT JOIN play p ON p.id = (SELECT min(x.play_id) FROM delivery_play x"                  \
	" WHERE x.delivery_id = d.id)"                                                             \
	" LEFT JOIN item t ON t.id = p.item_id LEFT JOIN work w ON w.id = t.work_id"

static STATEMENT(delivery_own_list,
	DELIVERY_SELECT " WHERE d.integration_id = :integration AND i.user_id = :user"
			" AND (:before = 0 OR d.id < :before)"
			" AND (:outcome = '' OR d.outcome = :outcome)"
			" ORDER BY d.id DESC LIMIT :limit");

static STATEMENT(delivery_list,
	DELIVERY_SELECT " WHERE (:before = 0 OR d.id < :before)"
			" AND (:integration = 0 OR d.integration_id = :integration)"
			" AND (:user = 0 OR i.user_id = :user)"
			" AND (:outcome = '' OR d.outcome = :outcome)"
			" ORDER BY d.id DESC LIMIT :limit");

enum err store_delivery_list(struct cx *cx, struct store *s, const struct delivery_filter *filter,
	const struct delivery **rows, size_t *count)
{
	bool is_own = filter->user_id && filter->integration_id;
	struct query q = store_query(cx, s, is_own ? &delivery_own_list : &delivery_list);

	ASSERT(filter->limit > 0 && filter->limit <= DELIVERY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":integration", filter->integration_id);
	bind_i64(&q, ":before", filter->before_id);
	bind_text(&q, ":outcome", filter->outcome ? filter->outcome : "");
	bind_i64(&q, ":limit", filter->limit);
	*rows = query_rows(&q, delivery_read, sizeof(**rows), DELIVERY_LIST_MAX, count);
	return query_end(&q);
}

static STATEMENT(body_get, "SELECT b.body, d.patch FROM delivery_body b"
			   " JOIN delivery d ON d.id = b.delivery_id WHERE b.delivery_id = :id");

static enum err get_body(struct cx *cx, struct store *s, int64_t id, struct bytes *body)
{
	struct query q = store_query(cx, s, &body_get);
	bool is_good = true;
	enum err err;

	bind_i64(&q, ":id", id);
	if (query_next(&q))
		is_good = delta_apply(cx->arena, col_bytes(&q, 0), col_bytes(&q, 1), body);
	err = query_end(&q);
	if (err != OK || is_good)
		return err;
	return err_note(cx, ERR_STORE, "the body of delivery %" PRId64 " is damaged", id);
}

static STATEMENT(delivery_reports,
	"SELECT b.body, d.patch, d.accepted, d.first_ms, d.accepted_ms, d.last_ms,"
	" CASE WHEN d.patch IS NULL THEN 0 ELSE 1 END,"
	" CASE WHEN d.accepted IS NULL THEN 0 ELSE 1 END FROM delivery d"
	" JOIN delivery_body b ON b.delivery_id = d.id WHERE d.id = :id");

/* The body changed by the delta in that column; false if it is damaged. */
static bool read_report(
	const struct query *q, int delta, int64_t at_ms, struct delivery_report *out)
{
	struct bytes none = { NULL, 0 };

	out->at_ms = at_ms;
	return delta_apply(
		q->cx->arena, col_bytes(q, 0), delta < 0 ? none : col_bytes(q, delta), &out->body);
}

static bool read_reports(const struct query *q, struct delivery_report *reports, size_t *count)
{
	bool is_run = col_i64(q, 6) > 0; /* a delta of equal bodies is empty */
	bool is_good = true;

	if (is_run)
		is_good = read_report(q, -1, col_i64(q, 3), &reports[(*count)++]);
	if (is_run && col_i64(q, 7) > 0)
		is_good = is_good && read_report(q, 2, col_i64(q, 4), &reports[(*count)++]);
	return read_report(q, 1, col_i64(q, 5), &reports[(*count)++]) && is_good;
}

enum err store_delivery_reports(struct cx *cx, struct store *s, int64_t id,
	struct delivery_report reports[static DELIVERY_REPORTS_MAX], size_t *count)
{
	struct query q = store_query(cx, s, &delivery_reports);
	bool is_good = true;
	enum err err;

	*count = 0;
	bind_i64(&q, ":id", id);
	if (query_next(&q))
		is_good = read_reports(&q, reports, count);
	err = query_end(&q);
	if (err != OK || is_good)
		return err;
	return err_note(cx, ERR_STORE, "the body of delivery %" PRId64 " is damaged", id);
}

/* Reads the row of a bound query, and its body. */
static enum err get(struct query *q, const struct delivery **out, struct bytes *body)
{
	*body = (struct bytes){ NULL, 0 };
	*out = query_row(q, delivery_read, sizeof(**out));
	TRY(query_end(q));
	return *out ? get_body(q->cx, q->store, (*out)->id, body) : OK;
}

static STATEMENT(delivery_get, DELIVERY_SELECT " WHERE d.id = :id");

enum err store_delivery_get(
	struct cx *cx, struct store *s, int64_t id, const struct delivery **out, struct bytes *body)
{
	struct query q = store_query(cx, s, &delivery_get);

	bind_i64(&q, ":id", id);
	return get(&q, out, body);
}

static STATEMENT(delivery_own, DELIVERY_SELECT " WHERE d.id = :id AND i.user_id = :user");

enum err store_delivery_own(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery **out, struct bytes *body)
{
	struct query q = store_query(cx, s, &delivery_own);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	return get(&q, out, body);
}

static void delivery_work_read(const struct query *q, void *row)
{
	*(struct delivery_work *)row = (struct delivery_work){
		.play_id = col_i64(q, 0),
		.work_id = col_i64(q, 1),
		.kind = col_kind(q, 2),
		.title = col_text(q, 3),
		.season = (int)col_i64_or_unsaid(q, 4),
		.episode = (int)col_i64_or_unsaid(q, 5),
		.part_title = col_text(q, 6),
		.state = col_state(q, 7),
		.share = col_i64(q, 8),
	};
}

static STATEMENT(delivery_works, "SELECT p.id, w.id, w.kind, w.title, t.season, t.episode, t.title,"
				 " p.state, p.share FROM delivery_play x"
				 " JOIN play p ON p.id = x.play_id"
				 " JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
				 " WHERE x.delivery_id = :id AND p.user_id = :user"
				 " AND p.removed_ms IS NULL ORDER BY p.id LIMIT :limit");

enum err store_delivery_works(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery_work **rows, size_t *count)
{
	struct query q = store_query(cx, s, &delivery_works);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":limit", DELIVERY_WORKS_MAX);
	*rows = query_rows(&q, delivery_work_read, sizeof(**rows), DELIVERY_WORKS_MAX, count);
	return query_end(&q);
}

static STATEMENT(delivery_plays, "SELECT play_id FROM delivery_play WHERE delivery_id = :id"
				 " ORDER BY play_id LIMIT :limit");

enum err store_delivery_plays(
	struct cx *cx, struct store *s, int64_t id, int64_t *play_ids, size_t max, size_t *count)
{
	struct query q = store_query(cx, s, &delivery_plays);

	*count = 0;
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":limit", (int64_t)max);
	while (*count < max && query_next(&q))
		play_ids[(*count)++] = col_i64(&q, 0);
	return query_end(&q);
}
