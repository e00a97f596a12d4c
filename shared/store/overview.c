/* SPDX-License-Identifier: MIT */
#include "shared/store/overview.h"

#include "shared/db/query.h"

static struct overview *find(struct overview *rows, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].integration->id == id)
			return &rows[i];
	return NULL;
}

/* The newest row of one integration with one outcome. */
struct newest {
	struct overview *row;
	enum outcome outcome;
	int64_t id;
};

static void count_rows(struct integration_health *h, enum outcome outcome, int64_t count)
{
	h->deliveries += count;
	switch (outcome) {
	case OUTCOME_TRACKED:
		h->tracked += count;
		break;
	case OUTCOME_WAITING:
		h->waiting += count;
		break;
	case OUTCOME_UNMATCHED:
		h->unmatched += count;
		break;
	case OUTCOME_REFUSED:
		h->refused += count;
		break;
	case OUTCOME_DUPLICATE:
	case OUTCOME_IGNORED:
	case OUTCOME__COUNT:
		h->ignored += count;
		break;
	}
}

static STATEMENT(delivery_last, "SELECT last_ms, detail FROM delivery WHERE id = :id");

static enum err read_last(struct cx *cx, struct store *s, const struct newest *of)
{
	struct query q = store_query(cx, s, &delivery_last);

	bind_i64(&q, ":id", of->id);
	while (query_next(&q)) {
		struct integration_health *health = &of->row->health;
		const struct overview_delivery found = { of->id, col_text(&q, 1) };
		int64_t last_ms = col_i64(&q, 0);

		if (last_ms > health->last_ms)
			health->last_ms = last_ms;
		if (of->outcome == OUTCOME_TRACKED)
			health->last_tracked_ms = last_ms;
		else if (of->outcome == OUTCOME_REFUSED)
			of->row->refused = found;
		else if (of->outcome == OUTCOME_UNMATCHED)
			of->row->unmatched = found;
	}
	return query_end(&q);
}

/* By an index each: the newest row of each integration behind it. */
static STATEMENT(integration_heard_behind,
	"SELECT max((SELECT d.last_ms FROM delivery d WHERE d.integration_id = i.id"
	" ORDER BY d.id DESC LIMIT 1)) FROM integration i WHERE i.hook_id = :hook");

/* What a shared one passes on was received by it as well. */
static enum err read_behind(struct cx *cx, struct store *s, struct overview *row)
{
	struct query q;
	int64_t last_ms = UNSAID;

	if (!row->integration->is_shared)
		return OK;
	q = store_query(cx, s, &integration_heard_behind);
	bind_i64(&q, ":hook", row->integration->id);
	if (query_next(&q))
		last_ms = col_i64_or_unsaid(&q, 0);
	if (last_ms > row->health.last_ms)
		row->health.last_ms = last_ms;
	return query_end(&q);
}

static STATEMENT(integration_own_health,
	"SELECT i.id, c.outcome, c.deliveries, (SELECT max(d.id) FROM delivery d"
	" WHERE d.integration_id = i.id AND d.outcome = c.outcome)"
	" FROM integration i JOIN delivery_count c ON c.integration_id = i.id"
	" WHERE i.user_id = :user AND (:id = 0 OR i.id = :id) AND c.deliveries > 0"
	" ORDER BY i.provider, i.id, c.outcome");

/* Of one integration, or of all of the person's if viewing->id is 0. */
static enum err read_health(struct cx *cx, struct store *s, const struct integration *viewing,
	struct overview *rows, size_t count)
{
	struct query q = store_query(cx, s, &integration_own_health);
	struct newest *list = NULL;
	size_t found = 0, room = 0;

	bind_i64(&q, ":user", viewing->user_id);
	bind_i64(&q, ":id", viewing->id);
	while (query_next(&q)) {
		struct overview *row = find(rows, count, col_i64(&q, 0));
		enum outcome outcome;

		if (!row || !outcome_parse(col_text(&q, 1), &outcome))
			continue;
		count_rows(&row->health, outcome, col_i64(&q, 2));
		list = arena_more(cx->arena, list, found, &room, sizeof(*list));
		list[found++] = (struct newest){ row, outcome, col_i64(&q, 3) };
	}
	TRY(query_end(&q));
	for (size_t i = 0; i < found; i++)
		TRY(read_last(cx, s, &list[i]));
	for (size_t i = 0; i < count; i++) {
		TRY(read_behind(cx, s, &rows[i]));
		TRY(store_refusal_get(cx, s, rows[i].integration->id, &rows[i].health.too_many));
	}
	return OK;
}

static enum err read_servers(
	struct cx *cx, struct store *s, int64_t user_id, struct overview *rows, size_t count)
{
	const struct server *servers = NULL;
	size_t asked = 0;

	TRY(store_server_list(cx, s, user_id, &servers, &asked));
	for (size_t i = 0; i < asked; i++) {
		struct overview *row = find(rows, count, servers[i].integration_id);

		if (row)
			row->server = &servers[i];
	}
	return OK;
}

static enum err fill(struct cx *cx, struct store *s, const struct integration *viewing,
	struct overview *rows, size_t count)
{
	TRY(read_health(cx, s, viewing, rows, count));
	return read_servers(cx, s, viewing->user_id, rows, count);
}

static struct overview *make_rows(struct cx *cx, const struct integration *all, size_t count)
{
	struct overview *rows = arena_array(cx->arena, count, sizeof(*rows));

	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct overview){ .integration = &all[i] };
		rows[i].health.last_ms = UNSAID;
		rows[i].health.last_tracked_ms = UNSAID;
	}
	return rows;
}

enum err store_health_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct overview **rows, size_t *count)
{
	const struct integration *all = NULL;
	const struct integration viewing = { .user_id = user_id };
	struct overview *list;
	enum err err = store_integration_list(cx, s, user_id, &all, count);

	if (err != OK)
		return err;
	*rows = list = make_rows(cx, all, *count);
	return fill(cx, s, &viewing, list, *count);
}

enum err store_health_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct overview **out)
{
	const struct integration *row = NULL;
	struct overview *list;
	enum err err = store_integration_own(cx, s, user_id, id, &row);

	*out = NULL;
	if (err != OK)
		return err;
	if (!row)
		return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	*out = list = make_rows(cx, row, 1);
	return fill(cx, s, row, list, 1);
}
