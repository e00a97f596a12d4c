/* SPDX-License-Identifier: MIT */
#include "shared/store/device.h"

#include "shared/db/query.h"

static STATEMENT(device_find, "SELECT id FROM device WHERE hash = :hash"
			      " AND person_id = :person AND last_used_ms > :after");

enum err store_device_find(struct cx *cx, struct store *s, int64_t user_id,
	const unsigned char hash[static TOKEN_HASH], int64_t *id)
{
	struct query q = store_query(cx, s, &device_find);

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":person", user_id);
	bind_i64(&q, ":after", cx->now_ms - DEVICE_LASTS_MS);
	*id = query_next(&q) ? col_i64(&q, 0) : 0;
	return query_end(&q);
}

static STATEMENT(device_add, "INSERT INTO device (person_id, hash, last_used_ms)"
			     " VALUES (:person, :hash, :now)");

static STATEMENT(device_prune, "DELETE FROM device WHERE person_id = :person AND id NOT IN"
			       " (SELECT id FROM device WHERE person_id = :person"
			       " ORDER BY last_used_ms DESC, id DESC LIMIT :max)");

enum err store_device_add(struct cx *cx, struct store *s, int64_t user_id,
	const unsigned char hash[static TOKEN_HASH])
{
	struct query q = store_query(cx, s, &device_add);

	bind_i64(&q, ":person", user_id);
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_run(&q));
	q = store_query(cx, s, &device_prune);
	bind_i64(&q, ":person", user_id);
	bind_i64(&q, ":max", DEVICES_MAX);
	return query_run(&q);
}

static STATEMENT(device_remove, "DELETE FROM device WHERE id = :id");

enum err store_device_remove(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &device_remove);

	bind_i64(&q, ":id", id);
	return query_run(&q);
}

static STATEMENT(device_remove_all, "DELETE FROM device WHERE person_id = :person");

enum err store_device_remove_all(struct cx *cx, struct store *s, int64_t user_id)
{
	struct query q = store_query(cx, s, &device_remove_all);

	bind_i64(&q, ":person", user_id);
	return query_run(&q);
}
