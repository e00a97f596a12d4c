/* SPDX-License-Identifier: MIT */
/*
 * user.h -- people and their application tokens.
 *
 * A missing row is not an error: find sets *out to NULL, remove and revoke say
 * whether they found one. Rows are in the arena.
 */
#ifndef SHARED_STORE_USER_H
#define SHARED_STORE_USER_H

#include "shared/base/lengths.h"
#include "shared/crypto/token.h"
#include "shared/db/db.h"

struct user {
	int64_t id;
	const char *name;
	const char *password_hash;
	bool is_admin;
	int64_t created_ms;
	const char *time_zone; /* or NULL: UTC */
};

/* 1 to USER_NAME_MAX bytes of UTF-8, no blanks, no controls; or ERR_INPUT. */
MUST_CHECK enum err store_user_check_name(struct cx *cx, const char *name);

/* ERR_CONFLICT when the name is taken (in any case), ERR_INPUT when bad. */
MUST_CHECK enum err store_user_add(
	struct cx *cx, struct store *s, const struct user *user, int64_t *id);
MUST_CHECK enum err store_user_find(
	struct cx *cx, struct store *s, const char *name, const struct user **out);
MUST_CHECK enum err store_user_by_id(
	struct cx *cx, struct store *s, int64_t id, const struct user **out);
/*
 * True while there are no users: then the first page creates the administrator.
 */
MUST_CHECK enum err store_user_is_nobody(struct cx *cx, struct store *s, bool *nobody);
/* In the order of their ids, at most STORE_PAGE of those after that id. */
MUST_CHECK enum err store_user_page(
	struct cx *cx, struct store *s, int64_t after, const struct user **rows, size_t *count);
MUST_CHECK enum err store_user_set_password(
	struct cx *cx, struct store *s, int64_t id, const char *hash);

/* zone: a name that zone_is_known accepts, or NULL. */
MUST_CHECK enum err store_user_set_zone(
	struct cx *cx, struct store *s, int64_t id, const char *zone);
/* In a transaction: with every row of every table that is about them. */
MUST_CHECK enum err store_user_remove(struct cx *cx, struct store *s, int64_t id);

/* What a token may do. */
enum scope {
	SCOPE_REPORT, /* send reports */
	SCOPE_READ,   /* read through the API, but no secrets */
	SCOPE_ALL,    /* both, and change things through the API */
	SCOPE__COUNT
};

const char *scope_name(enum scope scope); /* "report" */
bool scope_find(const char *name, enum scope *out);

struct token {
	int64_t id, user_id;
	int64_t parent_id; /* the token that made it through the API; 0: none */
	enum scope scope;
	const char *user_name;
	const char *name;
	int64_t created_ms, last_used_ms, revoked_ms; /* or UNSAID */
	const char *last_used_from;                   /* address, or NULL */
	const unsigned char *md5_hash;                /* to be added; or NULL */
};

/*
 * Of the row: user, parent, scope and name (1 to TOKEN_NAME_MAX bytes of UTF-8,
 * no controls, or ERR_INPUT). Fills in its id and its times.
 */
MUST_CHECK enum err store_token_add(struct cx *cx, struct store *s, struct token *row,
	const unsigned char hash[static TOKEN_HASH]);

/* Everybody's: as store_user_page. */
MUST_CHECK enum err store_token_page(
	struct cx *cx, struct store *s, int64_t after, const struct token **rows, size_t *count);
/* One of that person's; *out is NULL if there is none. */
MUST_CHECK enum err store_token_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct token **out);
MUST_CHECK enum err store_token_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct token **rows, size_t *count);
/* With all tokens that it made, and those that they made. */
MUST_CHECK enum err store_token_revoke(struct cx *cx, struct store *s, int64_t id, bool *found);
/* The same, of that person only. */
MUST_CHECK enum err store_token_revoke_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found);

MUST_CHECK enum err store_token_revoke_all(struct cx *cx, struct store *s, int64_t user_id);

/* Has it been revoked? True for one that does not exist as well. */
MUST_CHECK enum err store_token_is_over(struct cx *cx, struct store *s, int64_t id, bool *is_over);

/* What a token opens. */
struct token_use {
	int64_t id, user_id; /* both 0: the token is not known, or revoked */
	enum scope scope;
};

/*
 * Notes the use and its address, once a minute and only if no other process is
 * writing.
 */
MUST_CHECK enum err store_token_use(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *from, struct token_use *out);
/* The same by md5_token_hash, which tokens of older versions do not have. */
MUST_CHECK enum err store_token_use_md5(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *from, struct token_use *out);

#endif
