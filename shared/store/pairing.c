/* SPDX-License-Identifier: MIT */
#include "shared/store/pairing.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static const char *const names[PAIRING__COUNT] = {
	[PAIRING_WAITING] = "waiting",
	[PAIRING_ALLOWED] = "allowed",
	[PAIRING_DENIED] = "denied",
	[PAIRING_USED] = "used",
};

static enum pairing_state state_find(const char *name)
{
	int i = 0;

	while (i < PAIRING_USED && strcmp(names[i], name) != 0)
		i++;
	return (enum pairing_state)i;
}

static STATEMENT(pairing_add, "INSERT INTO pairing (hash, code, name, remote, created_ms, asked_ms,"
			      " state) VALUES (:hash, :code, :name, :remote, :now, 0, 'waiting')"
			      " RETURNING id");

enum err store_pairing_add(struct cx *cx, struct store *s, const struct pairing *row,
	const char *code, const unsigned char hash[static TOKEN_HASH])
{
	struct query q = store_query(cx, s, &pairing_add);
	int64_t id;

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_text(&q, ":code", code);
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":remote", row->remote);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, &id);
}

static void read_pairing(const struct query *q, void *row)
{
	*(struct pairing *)row = (struct pairing){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.remote = col_text(q, 2),
		.created_ms = col_i64(q, 3),
		.asked_ms = col_i64(q, 4),
		.state = state_find(col_text(q, 5)),
		.user_id = col_i64_or_unsaid(q, 6),
	};
}

#define PAIRING_SELECT "SELECT id, name, remote, created_ms, asked_ms, state, user_id FROM pairing"

static STATEMENT(pairing_by_hash, PAIRING_SELECT " WHERE hash = :hash");

enum err store_pairing_by_hash(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct pairing **out)
{
	struct query q = store_query(cx, s, &pairing_by_hash);

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	*out = query_row(&q, read_pairing, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(pairing_by_code, PAIRING_SELECT " WHERE code = :code");

enum err store_pairing_by_code(
	struct cx *cx, struct store *s, const char *code, const struct pairing **out)
{
	struct query q = store_query(cx, s, &pairing_by_code);

	bind_text(&q, ":code", code);
	*out = query_row(&q, read_pairing, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(pairing_save, "UPDATE pairing SET state = :state, user_id = :user,"
			       " asked_ms = :asked WHERE id = :id");

enum err store_pairing_save(struct cx *cx, struct store *s, const struct pairing *row)
{
	struct query q = store_query(cx, s, &pairing_save);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":state", names[row->state]);
	bind_i64_or_null(&q, ":user", row->user_id);
	bind_i64(&q, ":asked", row->asked_ms);
	return query_run(&q);
}

static STATEMENT(pairing_prune, "DELETE FROM pairing WHERE created_ms < :before");

enum err store_pairing_prune(struct cx *cx, struct store *s, int64_t before_ms)
{
	struct query q = store_query(cx, s, &pairing_prune);

	bind_i64(&q, ":before", before_ms);
	return query_run(&q);
}

static STATEMENT(pairing_count, "SELECT count(*) FROM pairing WHERE created_ms > :after"
				" AND state = 'waiting'");
static STATEMENT(pairing_count_of, "SELECT count(*) FROM pairing WHERE remote = :remote"
				   " AND created_ms > :after AND state = 'waiting'");

enum err store_pairing_count(struct cx *cx, struct store *s, const char *remote_or_null,
	int64_t after_ms, int64_t *count)
{
	struct query q = store_query(cx, s, remote_or_null ? &pairing_count_of : &pairing_count);

	if (remote_or_null)
		bind_text(&q, ":remote", remote_or_null);
	bind_i64(&q, ":after", after_ms);
	return query_number(&q, count);
}
