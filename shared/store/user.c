/* SPDX-License-Identifier: MIT */
#include "shared/store/user.h"

#include "shared/base/utf8.h"
#include "shared/db/query.h"
#include "shared/progress/report.h"

enum { MINUTE_MS = 60000, LIST_MAX = 10000 };

static void user_read(const struct query *q, void *row)
{
	*(struct user *)row = (struct user){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.password_hash = col_text(q, 2),
		.is_admin = col_i64(q, 3) != 0,
		.created_ms = col_i64(q, 4),
		.time_zone = col_text(q, 5),
	};
}

static bool is_user_name(const char *name)
{
	const unsigned char *at = (const unsigned char *)name;
	size_t length = strlen(name);

	if (length == 0 || length > USER_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if (at[i] <= ' ' || at[i] == 0x7f || (at[i] == 0xc2 && at[i + 1] <= 0x9f))
			return false;
	return utf8_is_text(name, length);
}

enum err store_user_check_name(struct cx *cx, const char *name)
{
	if (is_user_name(name))
		return OK;
	return err_note(
		cx, ERR_INPUT, "a user name has 1 to %d characters, without blanks", USER_NAME_MAX);
}

static STATEMENT(user_add, "INSERT INTO person (name, password_hash, is_admin, created_ms)"
			   " VALUES (:name, :password_hash, :is_admin, :now) RETURNING id");

enum err store_user_add(struct cx *cx, struct store *s, const struct user *user, int64_t *id)
{
	struct query q;
	enum err err;

	TRY(store_user_check_name(cx, user->name));
	q = store_query(cx, s, &user_add);
	bind_text(&q, ":name", user->name);
	bind_text(&q, ":password_hash", user->password_hash);
	bind_i64(&q, ":is_admin", user->is_admin);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_id(&q, id);
	if (err == ERR_CONFLICT)
		return err_note(cx, err, "there is a user named \"%s\" already", user->name);
	return err;
}

#define USER_COLS "id, name, password_hash, is_admin, created_ms, time_zone"

static STATEMENT(user_find, "SELECT " USER_COLS " FROM person WHERE lower(name) = lower(:name)");

enum err store_user_find(struct cx *cx, struct store *s, const char *name, const struct user **out)
{
	struct query q = store_query(cx, s, &user_find);

	bind_text(&q, ":name", name);
	*out = query_row(&q, user_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(user_by_id, "SELECT " USER_COLS " FROM person WHERE id = :id");

enum err store_user_by_id(struct cx *cx, struct store *s, int64_t id, const struct user **out)
{
	struct query q = store_query(cx, s, &user_by_id);

	bind_i64(&q, ":id", id);
	*out = query_row(&q, user_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(user_count, "SELECT count(*) FROM (SELECT id FROM person LIMIT 1) one");

enum err store_user_is_nobody(struct cx *cx, struct store *s, bool *nobody)
{
	struct query q = store_query(cx, s, &user_count);

	*nobody = query_next(&q) && col_i64(&q, 0) == 0;
	return query_end(&q);
}

static STATEMENT(user_zone, "UPDATE person SET time_zone = :zone WHERE id = :id");

enum err store_user_set_zone(struct cx *cx, struct store *s, int64_t id, const char *zone)
{
	struct query q = store_query(cx, s, &user_zone);

	bind_i64(&q, ":id", id);
	bind_text(&q, ":zone", zone);
	return query_run(&q);
}

static STATEMENT(
	user_page, "SELECT " USER_COLS " FROM person WHERE id > :after ORDER BY id LIMIT :limit");

enum err store_user_page(
	struct cx *cx, struct store *s, int64_t after, const struct user **rows, size_t *count)
{
	struct query q = store_query(cx, s, &user_page);

	bind_i64(&q, ":after", after);
	bind_i64(&q, ":limit", STORE_PAGE);
	*rows = query_rows(&q, user_read, sizeof(**rows), STORE_PAGE, count);
	return query_end(&q);
}

static STATEMENT(user_password, "UPDATE person SET password_hash = :password_hash WHERE id = :id");

enum err store_user_set_password(struct cx *cx, struct store *s, int64_t id, const char *hash)
{
	struct query q = store_query(cx, s, &user_password);

	bind_i64(&q, ":id", id);
	bind_text(&q, ":password_hash", hash);
	return query_run(&q);
}

static STATEMENT(user_forget_attempts,
	"DELETE FROM attempt WHERE what IN (SELECT 'name ' || lower(name) FROM person"
	" WHERE id = :id)");

static STATEMENT(user_remove, "DELETE FROM person WHERE id = :id");

/* Wrong passwords are counted by name, also of names that nobody has. */
enum err store_user_remove(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &user_forget_attempts);

	bind_i64(&q, ":id", id);
	TRY(query_run(&q));
	q = store_query(cx, s, &user_remove);
	bind_i64(&q, ":id", id);
	return query_run(&q);
}

static const char *const scopes[] = {
	[SCOPE_REPORT] = "report",
	[SCOPE_READ] = "read",
	[SCOPE_ALL] = "all",
};
_Static_assert(NELEM(scopes) == SCOPE__COUNT, "a scope without a name");

const char *scope_name(enum scope scope)
{
	return scopes[scope];
}

bool scope_find(const char *name, enum scope *out)
{
	for (int i = 0; i < SCOPE__COUNT; i++)
		if (strcmp(scopes[i], name) == 0) {
			*out = (enum scope)i;
			return true;
		}
	return false;
}

/* The schema admits the names only; of anything else, the least. */
static enum scope col_scope(const struct query *q, int i)
{
	enum scope scope = SCOPE_REPORT;

	(void)scope_find(col_text(q, i), &scope);
	return scope;
}

static enum err check_token_name(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > 0 && length <= TOKEN_NAME_MAX && utf8_is_line(name))
		return OK;
	return err_note(cx, ERR_INPUT,
		"Say in a few words what the token is for: 1 to %d characters, in one line.",
		TOKEN_NAME_MAX);
}

static STATEMENT(token_add, "INSERT INTO token (user_id, parent_id, scope, name, hash, md5_hash,"
			    " created_ms) VALUES (:user, :parent, :scope, :name, :hash, :md5, :now)"
			    " RETURNING id");

enum err store_token_add(struct cx *cx, struct store *s, struct token *row,
	const unsigned char hash[static TOKEN_HASH])
{
	struct query q;

	TRY(check_token_name(cx, row->name));
	q = store_query(cx, s, &token_add);
	row->created_ms = cx->now_ms;
	row->last_used_ms = row->revoked_ms = UNSAID;
	bind_i64(&q, ":user", row->user_id);
	bind_i64_or_null(&q, ":parent", row->parent_id ? row->parent_id : UNSAID);
	bind_text(&q, ":scope", scope_name(row->scope));
	bind_text(&q, ":name", row->name);
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_bytes(&q, ":md5", row->md5_hash, row->md5_hash ? TOKEN_HASH : 0);
	bind_i64(&q, ":now", row->created_ms);
	return query_id(&q, &row->id);
}

static void token_read(const struct query *q, void *row)
{
	*(struct token *)row = (struct token){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.user_name = col_text(q, 2),
		.name = col_text(q, 3),
		.created_ms = col_i64(q, 4),
		.last_used_ms = col_i64_or_unsaid(q, 5),
		.revoked_ms = col_i64_or_unsaid(q, 6),
		.last_used_from = col_text(q, 7),
		.scope = col_scope(q, 8),
		.parent_id = col_i64(q, 9),
	};
}

#define TOKEN_SELECT                                                                               \
	"SELECT t.id, t.user_id, u.name, t.name, t.created_ms,"                                    \
	" t.last_used_ms, t.revoked_ms, t.last_used_from, t.scope, coalesce(t.parent_id, 0)"       \
	" FROM token t JOIN person u ON u.id = t.user_id"

static STATEMENT(token_own_list, TOKEN_SELECT " WHERE t.user_id = :user ORDER BY t.id");

static STATEMENT(token_page, TOKEN_SELECT " WHERE t.id > :after ORDER BY t.id LIMIT :limit");

enum err store_token_page(
	struct cx *cx, struct store *s, int64_t after, const struct token **rows, size_t *count)
{
	struct query q = store_query(cx, s, &token_page);

	bind_i64(&q, ":after", after);
	bind_i64(&q, ":limit", STORE_PAGE);
	*rows = query_rows(&q, token_read, sizeof(**rows), STORE_PAGE, count);
	return query_end(&q);
}

static STATEMENT(token_own, TOKEN_SELECT " WHERE t.user_id = :user AND t.id = :id");

enum err store_token_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct token **out)
{
	struct query q = store_query(cx, s, &token_own);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	*out = query_row(&q, token_read, sizeof(**out));
	return query_end(&q);
}

enum err store_token_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct token **rows, size_t *count)
{
	struct query q = store_query(cx, s, &token_own_list);

	bind_i64(&q, ":user", user_id);
	*rows = query_rows(&q, token_read, sizeof(**rows), LIST_MAX, count);
	return query_end(&q);
}

/* The tokens that one leads to, itself included. UNION ends a circle, too. */
#define TOKEN_REVOKE(of)                                                                           \
	"UPDATE token SET revoked_ms = coalesce(revoked_ms, :now) WHERE id IN ("                   \
	"WITH RECURSIVE line (id) AS (SELECT id FROM token WHERE " of                              \
	" UNION SELECT t.id FROM token t JOIN line ON t.parent_id = line.id)"                      \
	" SELECT id FROM line)"

static STATEMENT(token_revoke, TOKEN_REVOKE("id = :id"));

enum err store_token_revoke(struct cx *cx, struct store *s, int64_t id, bool *found)
{
	struct query q = store_query(cx, s, &token_revoke);
	enum err err;

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_run(&q);
	*found = err == OK && store_changes(s) > 0;
	return err;
}

static STATEMENT(token_own_revoke, TOKEN_REVOKE("id = :id AND user_id = :user"));

enum err store_token_revoke_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found)
{
	struct query q = store_query(cx, s, &token_own_revoke);
	enum err err;

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_run(&q);
	*found = err == OK && store_changes(s) > 0;
	return err;
}

static STATEMENT(token_revoke_all, "UPDATE token SET revoked_ms = :now"
				   " WHERE user_id = :user AND revoked_ms IS NULL");

enum err store_token_revoke_all(struct cx *cx, struct store *s, int64_t user_id)
{
	struct query q = store_query(cx, s, &token_revoke_all);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(token_is_good, "SELECT 1 FROM token WHERE id = :id AND revoked_ms IS NULL");

enum err store_token_is_over(struct cx *cx, struct store *s, int64_t id, bool *is_over)
{
	struct query q = store_query(cx, s, &token_is_good);

	bind_i64(&q, ":id", id);
	*is_over = !query_next(&q);
	return query_end(&q);
}

static STATEMENT(token_used, "UPDATE token SET last_used_ms = :now, last_used_from = :from"
			     " WHERE id = :id");

/* One write a minute is enough to tell when a token was last used. */
static enum err note_use(struct cx *cx, struct store *s, int64_t id, const char *from)
{
	struct query q = store_query(cx, s, &token_used);
	enum err err;

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	bind_text(&q, ":from", from);
	err = query_run_if_free(&q);
	return err == ERR_BUSY ? OK : err; /* the next use will note it */
}

static STATEMENT(token_find, "SELECT id, user_id, coalesce(last_used_ms, 0), scope FROM token"
			     " WHERE hash = :hash AND revoked_ms IS NULL");

static STATEMENT(token_find_md5, "SELECT id, user_id, coalesce(last_used_ms, 0), scope FROM token"
				 " WHERE md5_hash = :hash AND revoked_ms IS NULL");

static enum err use_token(struct cx *cx, struct store *s, const struct statement *find,
	const unsigned char *hash, const char *from, struct token_use *out)
{
	struct query q = store_query(cx, s, find);
	int64_t last_used_ms = 0;
	enum err err;

	*out = (struct token_use){ 0 };
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	if (query_next(&q)) {
		out->id = col_i64(&q, 0);
		out->user_id = col_i64(&q, 1);
		last_used_ms = col_i64(&q, 2);
		out->scope = col_scope(&q, 3);
	}
	err = query_end(&q);
	if (err != OK || out->id == 0 || cx->now_ms - last_used_ms < MINUTE_MS)
		return err;
	return note_use(cx, s, out->id, from);
}

enum err store_token_use(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *from, struct token_use *out)
{
	return use_token(cx, s, &token_find, hash, from, out);
}

enum err store_token_use_md5(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *from, struct token_use *out)
{
	return use_token(cx, s, &token_find_md5, hash, from, out);
}
