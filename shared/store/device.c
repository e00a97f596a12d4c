/* SPDX-License-Identifier: MIT */
#include "shared/store/device.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static const char *const names[DEVICE__COUNT] = {
	[DEVICE_WAITING] = "waiting",
	[DEVICE_ALLOWED] = "allowed",
	[DEVICE_DENIED] = "denied",
	[DEVICE_USED] = "used",
};

static enum device_state state_find(const char *name)
{
	int i = 0;

	while (i < DEVICE_USED && strcmp(names[i], name) != 0)
		i++;
	return (enum device_state)i;
}

static STATEMENT(device_add, "INSERT INTO device (hash, code, name, remote, created_ms, asked_ms,"
			     " state) VALUES (:hash, :code, :name, :remote, :now, 0, 'waiting')"
			     " RETURNING id");

enum err store_device_add(struct cx *cx, struct store *s, const struct device *row,
	const char *code, const unsigned char hash[static TOKEN_HASH])
{
	struct query q = store_query(cx, s, &device_add);
	int64_t id;

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_text(&q, ":code", code);
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":remote", row->remote);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, &id);
}

static void read_device(const struct query *q, void *row)
{
	*(struct device *)row = (struct device){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.remote = col_text(q, 2),
		.created_ms = col_i64(q, 3),
		.asked_ms = col_i64(q, 4),
		.state = state_find(col_text(q, 5)),
		.user_id = col_i64_or_unsaid(q, 6),
	};
}

#define DEVICE_SELECT "SELECT id, name, remote, created_ms, asked_ms, state, user_id FROM device"

static STATEMENT(device_by_hash, DEVICE_SELECT " WHERE hash = :hash");

enum err store_device_by_hash(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct device **out)
{
	struct query q = store_query(cx, s, &device_by_hash);

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	*out = query_row(&q, read_device, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(device_by_code, DEVICE_SELECT " WHERE code = :code");

enum err store_device_by_code(
	struct cx *cx, struct store *s, const char *code, const struct device **out)
{
	struct query q = store_query(cx, s, &device_by_code);

	bind_text(&q, ":code", code);
	*out = query_row(&q, read_device, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(device_save, "UPDATE device SET state = :state, user_id = :user,"
			      " asked_ms = :asked WHERE id = :id");

enum err store_device_save(struct cx *cx, struct store *s, const struct device *row)
{
	struct query q = store_query(cx, s, &device_save);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":state", names[row->state]);
	bind_i64_or_null(&q, ":user", row->user_id);
	bind_i64(&q, ":asked", row->asked_ms);
	return query_run(&q);
}

static STATEMENT(device_prune, "DELETE FROM device WHERE created_ms < :before");

enum err store_device_prune(struct cx *cx, struct store *s, int64_t before_ms)
{
	struct query q = store_query(cx, s, &device_prune);

	bind_i64(&q, ":before", before_ms);
	return query_run(&q);
}

static STATEMENT(device_count, "SELECT count(*) FROM device WHERE created_ms > :after"
			       " AND state = 'waiting'");
static STATEMENT(device_count_of, "SELECT count(*) FROM device WHERE remote = :remote"
				  " AND created_ms > :after AND state = 'waiting'");

enum err store_device_count(struct cx *cx, struct store *s, const char *remote_or_null,
	int64_t after_ms, int64_t *count)
{
	struct query q = store_query(cx, s, remote_or_null ? &device_count_of : &device_count);

	if (remote_or_null)
		bind_text(&q, ":remote", remote_or_null);
	bind_i64(&q, ":after", after_ms);
	return query_number(&q, count);
}
