/* SPDX-License-Identifier: MIT */
#include "shared/store/integration.h"

#include "shared/base/utf8.h"
#include "shared/db/query.h"

enum { LIST_MAX = 10000 };

/* NULL when all is as usual. */
static const struct policy *col_policy(const struct query *q, int column)
{
	const char *text = col_text(q, column);
	struct policy *policy;

	if (!text)
		return NULL;
	policy = arena_raw(q->cx->arena, sizeof(*policy));
	policy_read(text, policy);
	return policy;
}

static void integration_read(const struct query *q, void *row)
{
	*(struct integration *)row = (struct integration){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.user_name = col_text(q, 2),
		.provider = col_text(q, 3),
		.name = col_text(q, 4),
		.slug = col_text(q, 5),
		.old_slug_ends_ms = col_i64_or_unsaid(q, 6),
		.enabled = col_i64(q, 7) != 0,
		.limits = { .start = (int)col_i64(q, 8), .complete = (int)col_i64(q, 9) },
		.only_user = col_text(q, 10),
		.created_ms = col_i64(q, 11),
		.sender_version = col_text(q, 12),
		.policy = col_policy(q, 13),
		.is_shared = col_i64(q, 14) != 0,
		.hook_id = col_i64(q, 15),
	};
}

static void listener_read(const struct query *q, void *row)
{
	*(struct integration *)row = (struct integration){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.provider = col_text(q, 2),
		.enabled = col_i64(q, 3) != 0,
		.limits = { .start = (int)col_i64(q, 4), .complete = (int)col_i64(q, 5) },
		.only_user = col_text(q, 6),
		.sender_version = col_text(q, 7),
		.policy = col_policy(q, 8),
		.is_shared = col_i64(q, 9) != 0,
		.hook_id = col_i64(q, 10),
	};
}

static enum err check_row(struct cx *cx, const struct integration *row)
{
	const struct limits *l = &row->limits;
	size_t length = strlen(row->name);

	if (l->start < 0 || l->start >= l->complete || l->complete >= LIMIT_WHOLE)
		return err_note(cx, ERR_INPUT,
			"the start limit is at least 0 %%, the complete limit "
			"is above it and below 100 %%");
	if (length == 0 || length > INTEGRATION_NAME_MAX || !utf8_is_text(row->name, length))
		return err_note(cx, ERR_INPUT, "the name of an integration has 1 to %d bytes",
			INTEGRATION_NAME_MAX);
	if (row->only_user && !*row->only_user)
		return err_note(cx, ERR_INPUT, "the user name is empty");
	return OK;
}

static STATEMENT(integration_add, "INSERT INTO integration (user_id, provider, name, slug, enabled,"
				  " start_limit, complete_limit, only_user, is_shared, hook_id,"
				  " created_ms) VALUES (:user, :provider, :name, :slug, :enabled,"
				  " :start, :complete, :only_user, :shared, :hook, :now)"
				  " RETURNING id");

enum err store_integration_add(struct cx *cx, struct store *s, struct integration *row)
{
	char *slug = arena_alloc(cx->arena, SLUG_TEXT);
	struct query q;

	TRY(check_row(cx, row));
	token_new_slug(slug);
	row->slug = slug;
	row->old_slug_ends_ms = UNSAID;
	row->created_ms = cx->now_ms;
	q = store_query(cx, s, &integration_add);
	bind_i64(&q, ":user", row->user_id);
	bind_text(&q, ":provider", row->provider);
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":slug", row->slug);
	bind_i64(&q, ":enabled", row->enabled);
	bind_i64(&q, ":start", row->limits.start);
	bind_i64(&q, ":complete", row->limits.complete);
	bind_text(&q, ":only_user", row->only_user);
	bind_i64(&q, ":shared", row->is_shared);
	bind_i64_or_null(&q, ":hook", row->hook_id ? row->hook_id : UNSAID);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, &row->id);
}

#define INTEGRATION_SELECT                                                                         \
	"SELECT i.id, i.user_id, u.name, i.provider, i.name, i.slug,"                              \
	" i.old_slug_ends_ms, i.enabled, i.start_limit, i.complete_limit,"                         \
	" i.only_user, i.created_ms, i.sender_version, i.policy, i.is_shared,"                     \
	" coalesce(i.hook_id, 0)"                                                                  \
	" FROM integration i JOIN person u ON u.id = i.user_id"

static STATEMENT(integration_by_id, INTEGRATION_SELECT " WHERE i.id = :id");

enum err store_integration_by_id(
	struct cx *cx, struct store *s, int64_t id, const struct integration **out)
{
	struct query q = store_query(cx, s, &integration_by_id);

	bind_i64(&q, ":id", id);
	*out = query_row(&q, integration_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(integration_own, INTEGRATION_SELECT " WHERE i.id = :id AND i.user_id = :user");

enum err store_integration_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct integration **out)
{
	struct query q = store_query(cx, s, &integration_own);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":user", user_id);
	*out = query_row(&q, integration_read, sizeof(**out));
	return query_end(&q);
}

/* Only what the rules need, because this is read for every tick. */
#define LISTENER_SELECT                                                                            \
	"SELECT id, user_id, provider, enabled, start_limit, complete_limit,"                      \
	" only_user, sender_version, policy, is_shared, hook_id FROM integration"

static STATEMENT(integration_by_slug, LISTENER_SELECT " WHERE slug = :slug");

static STATEMENT(integration_by_old_slug,
	LISTENER_SELECT " WHERE old_slug = :slug AND old_slug_ends_ms > :now");

enum err store_integration_by_slug(
	struct cx *cx, struct store *s, const char *slug, const struct integration **out)
{
	struct query q = store_query(cx, s, &integration_by_slug);

	bind_text(&q, ":slug", slug);
	*out = query_row(&q, listener_read, sizeof(**out));
	TRY(query_end(&q));
	if (*out)
		return OK;
	q = store_query(cx, s, &integration_by_old_slug);
	bind_text(&q, ":slug", slug);
	bind_i64(&q, ":now", cx->now_ms);
	*out = query_row(&q, listener_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(integration_listener, LISTENER_SELECT " WHERE id = :id");

enum err store_integration_listener(
	struct cx *cx, struct store *s, int64_t id, const struct integration **out)
{
	struct query q = store_query(cx, s, &integration_listener);

	bind_i64(&q, ":id", id);
	*out = query_row(&q, listener_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(
	integration_behind, "SELECT id FROM integration WHERE hook_id = :hook AND user_id = :user");

enum err store_integration_behind(
	struct cx *cx, struct store *s, int64_t hook_id, int64_t user_id, int64_t *id)
{
	struct query q = store_query(cx, s, &integration_behind);

	bind_i64(&q, ":hook", hook_id);
	bind_i64(&q, ":user", user_id);
	return query_number(&q, id);
}

static STATEMENT(integration_of_user,
	LISTENER_SELECT " WHERE user_id = :user AND provider = :provider AND hook_id IS NULL"
			" ORDER BY id LIMIT 1");

enum err store_integration_of_user(struct cx *cx, struct store *s, int64_t user_id,
	const char *provider, const struct integration **out)
{
	struct query q = store_query(cx, s, &integration_of_user);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":provider", provider);
	*out = query_row(&q, listener_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(integration_own_list, INTEGRATION_SELECT " WHERE i.user_id = :user ORDER BY i.id");

static STATEMENT(
	integration_page, INTEGRATION_SELECT " WHERE i.id > :after ORDER BY i.id LIMIT :limit");

enum err store_integration_page(struct cx *cx, struct store *s, int64_t after,
	const struct integration **rows, size_t *count)
{
	struct query q = store_query(cx, s, &integration_page);

	bind_i64(&q, ":after", after);
	bind_i64(&q, ":limit", STORE_PAGE);
	*rows = query_rows(&q, integration_read, sizeof(**rows), STORE_PAGE, count);
	return query_end(&q);
}

enum err store_integration_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct integration **rows, size_t *count)
{
	struct query q = store_query(cx, s, &integration_own_list);

	bind_i64(&q, ":user", user_id);
	*rows = query_rows(&q, integration_read, sizeof(**rows), LIST_MAX, count);
	return query_end(&q);
}

static STATEMENT(integration_health,
	"SELECT max(last_ms),"
	" max(CASE WHEN outcome = 'tracked' THEN last_ms END),"
	" coalesce(sum(count), 0),"
	" coalesce(sum(CASE WHEN outcome = 'tracked' THEN count END), 0),"
	" coalesce(sum(CASE WHEN outcome IN ('ignored', 'duplicate')"
	" THEN count END), 0),"
	" coalesce(sum(CASE WHEN outcome = 'waiting' THEN count END), 0),"
	" coalesce(sum(CASE WHEN outcome = 'unmatched' THEN count END), 0),"
	" coalesce(sum(CASE WHEN outcome = 'refused' THEN count END), 0)"
	" FROM delivery WHERE integration_id = :id");

enum err store_integration_health(
	struct cx *cx, struct store *s, int64_t id, struct integration_health *out)
{
	struct query q = store_query(cx, s, &integration_health);

	*out = (struct integration_health){ .last_ms = UNSAID, .last_tracked_ms = UNSAID };
	bind_i64(&q, ":id", id);
	if (query_next(&q))
		*out = (struct integration_health){
			.last_ms = col_i64_or_unsaid(&q, 0),
			.last_tracked_ms = col_i64_or_unsaid(&q, 1),
			.deliveries = col_i64(&q, 2),
			.tracked = col_i64(&q, 3),
			.ignored = col_i64(&q, 4),
			.waiting = col_i64(&q, 5),
			.unmatched = col_i64(&q, 6),
			.refused = col_i64(&q, 7),
		};
	TRY(query_end(&q));
	return store_refusal_get(cx, s, id, &out->too_many);
}

static STATEMENT(integration_save, "UPDATE integration SET name = :name, enabled = :enabled,"
				   " start_limit = :start, complete_limit = :complete,"
				   " only_user = :only_user, is_shared = :shared"
				   " WHERE id = :id AND user_id = :user");

enum err store_integration_save(struct cx *cx, struct store *s, const struct integration *row)
{
	struct query q;

	TRY(check_row(cx, row));
	q = store_query(cx, s, &integration_save);
	bind_i64(&q, ":id", row->id);
	bind_i64(&q, ":user", row->user_id);
	bind_text(&q, ":name", row->name);
	bind_i64(&q, ":enabled", row->enabled);
	bind_i64(&q, ":start", row->limits.start);
	bind_i64(&q, ":complete", row->limits.complete);
	bind_text(&q, ":only_user", row->only_user);
	bind_i64(&q, ":shared", row->is_shared);
	return query_run(&q);
}

static void bind_own(struct query *q, const struct integration *row)
{
	bind_i64(q, ":id", row->id);
	bind_i64(q, ":user", row->user_id);
}

static STATEMENT(integration_policy, "UPDATE integration SET policy = :policy"
				     " WHERE id = :id AND user_id = :user");

enum err store_integration_policy(struct cx *cx, struct store *s, const struct integration *row)
{
	struct query q = store_query(cx, s, &integration_policy);

	bind_own(&q, row);
	bind_text(&q, ":policy", row->policy ? policy_text(cx->arena, row->policy) : NULL);
	return query_run(&q);
}

static STATEMENT(
	integration_sender, "UPDATE integration SET sender_version = :version WHERE id = :id");

enum err store_integration_sender(struct cx *cx, struct store *s, int64_t id, const char *version)
{
	struct query q = store_query(cx, s, &integration_sender);

	bind_i64(&q, ":id", id);
	bind_text(&q, ":version", version);
	return query_run(&q);
}

static STATEMENT(integration_rotate, "UPDATE integration SET old_slug = slug,"
				     " old_slug_ends_ms = :ends, slug = :slug"
				     " WHERE id = :id AND user_id = :user");

enum err store_integration_rotate(
	struct cx *cx, struct store *s, const struct integration *row, char slug[static SLUG_TEXT])
{
	struct query q = store_query(cx, s, &integration_rotate);

	token_new_slug(slug);
	bind_own(&q, row);
	bind_text(&q, ":slug", slug);
	bind_i64(&q, ":ends", cx->now_ms + SLUG_GRACE_MS);
	return query_run(&q);
}

static STATEMENT(integration_leave_name,
	"UPDATE play SET gone_provider = :provider, gone_name = :name"
	" WHERE user_id = :user AND integration_id = :id");

static enum err leave_name(struct cx *cx, struct store *s, const struct integration *row)
{
	struct query q = store_query(cx, s, &integration_leave_name);

	bind_own(&q, row);
	bind_text(&q, ":provider", row->provider);
	bind_text(&q, ":name", row->name);
	return query_run(&q);
}

static STATEMENT(integration_remove, "DELETE FROM integration WHERE id = :id AND user_id = :user");

enum err store_integration_remove(struct cx *cx, struct store *s, const struct integration *row)
{
	struct query q;

	TRY(leave_name(cx, s, row));
	q = store_query(cx, s, &integration_remove);
	bind_own(&q, row);
	return query_run(&q);
}
