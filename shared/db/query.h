/* SPDX-License-Identifier: MIT */
/*
 * query.h -- private to the store: the table of statements, and how a
 * query is bound, stepped and read. Nobody else includes it.
 *
 * A query is taken with store_query, bound by name, and then either run to
 * its end (query_run) or stepped (query_next). Both leave it reset. An unknown
 * parameter name is our bug and aborts. SQL text is never put together.
 */
#ifndef SHARED_DB_QUERY_H
#define SHARED_DB_QUERY_H

#include <sqlite3.h>

#include "shared/db/db.h"

#define STATEMENTS(ROW)                                                                            \
	ROW(BEGIN)                                                                                 \
	ROW(COMMIT)                                                                                \
	ROW(ROLLBACK)                                                                              \
	ROW(MARK)                                                                                  \
	ROW(KEEP)                                                                                  \
	ROW(UNDO)                                                                                  \
	ROW(PING)                                                                                  \
	ROW(USER_ADD)                                                                              \
	ROW(USER_FIND)                                                                             \
	ROW(USER_LIST)                                                                             \
	ROW(USER_PASSWORD)                                                                         \
	ROW(USER_REMOVE)                                                                           \
	ROW(TOKEN_ADD)                                                                             \
	ROW(TOKEN_LIST)                                                                            \
	ROW(TOKEN_REVOKE)                                                                          \
	ROW(TOKEN_FIND)                                                                            \
	ROW(TOKEN_USED)                                                                            \
	ROW(INTEGRATION_ADD)                                                                       \
	ROW(INTEGRATION_BY_ID)                                                                     \
	ROW(INTEGRATION_BY_SLUG)                                                                   \
	ROW(INTEGRATION_BY_OLD_SLUG)                                                               \
	ROW(INTEGRATION_OF_USER)                                                                   \
	ROW(INTEGRATION_LIST)                                                                      \
	ROW(INTEGRATION_HEALTH)                                                                    \
	ROW(INTEGRATION_SAVE)                                                                      \
	ROW(INTEGRATION_SENDER)                                                                    \
	ROW(INTEGRATION_ROTATE)                                                                    \
	ROW(INTEGRATION_REMOVE)                                                                    \
	ROW(WORK_ADD)                                                                              \
	ROW(WORK_COUNT)                                                                            \
	ROW(WORK_TITLE)                                                                            \
	ROW(WORK_TITLE_SET)                                                                        \
	ROW(WORK_ID_FIND)                                                                          \
	ROW(WORK_ID_ADD)                                                                           \
	ROW(WORK_ID_LIST)                                                                          \
	ROW(WORK_CONFLICT_ADD)                                                                     \
	ROW(ITEM_FIND)                                                                             \
	ROW(ITEM_ADD)                                                                              \
	ROW(PLAY_OPEN)                                                                             \
	ROW(PLAY_DONE)                                                                             \
	ROW(PLAY_SESSION)                                                                          \
	ROW(PLAY_ADD)                                                                              \
	ROW(PLAY_MOVE)                                                                             \
	ROW(PLAY_TAKE_OVER)                                                                        \
	ROW(PLAY_COMPLETE)                                                                         \
	ROW(PLAY_LIST)                                                                             \
	ROW(PLAY_BY_ID)                                                                            \
	ROW(PLAY_OWN)                                                                              \
	ROW(PLAY_OWN_LIST)                                                                         \
	ROW(SITTING_GET)                                                                           \
	ROW(SITTING_MOVE)                                                                          \
	ROW(SITTING_PUT)                                                                           \
	ROW(TRANSFER_PLAYS)                                                                        \
	ROW(TRANSFER_SITTINGS)                                                                     \
	ROW(TRANSFER_PLAY_FIND)                                                                    \
	ROW(TRANSFER_PLAY_ADD)                                                                     \
	ROW(TRANSFER_PLAY_MOVE)                                                                    \
	ROW(DELIVERY_RUN)                                                                          \
	ROW(DELIVERY_FOLD)                                                                         \
	ROW(DELIVERY_ADD)                                                                          \
	ROW(DELIVERY_END_RUN)                                                                      \
	ROW(DELIVERY_EVENT)                                                                        \
	ROW(DELIVERY_EVENT_ADD)                                                                    \
	ROW(DELIVERY_REPEAT)                                                                       \
	ROW(DELIVERY_REPLAYED_IDLE)                                                                \
	ROW(DELIVERY_REPLAYED)                                                                     \
	ROW(DELIVERY_LINK)                                                                         \
	ROW(DELIVERY_LIST)                                                                         \
	ROW(DELIVERY_GET)                                                                          \
	ROW(DELIVERY_PLAYS)                                                                        \
	ROW(DELIVERY_PRUNE_AGE)                                                                    \
	ROW(DELIVERY_PRUNE_ROWS)                                                                   \
	ROW(BODY_PUT)                                                                              \
	ROW(BODY_GET)                                                                              \
	ROW(ACCOUNT_PUT)                                                                           \
	ROW(ACCOUNT_GET)                                                                           \
	ROW(ACCOUNT_LIST)                                                                          \
	ROW(ACCOUNT_OK)                                                                            \
	ROW(ACCOUNT_FAILED)                                                                        \
	ROW(ACCOUNT_FORGET)                                                                        \
	ROW(ACCOUNT_GREETED)                                                                       \
	ROW(ACCOUNT_TESTED)                                                                        \
	ROW(TOKEN_OWN_LIST)                                                                        \
	ROW(TOKEN_OWN_REVOKE)                                                                      \
	ROW(INTEGRATION_OWN)                                                                       \
	ROW(INTEGRATION_OWN_LIST)                                                                  \
	ROW(INTEGRATION_OWN_HEALTH)                                                                \
	ROW(DELIVERY_LAST)                                                                         \
	ROW(DELIVERY_OWN_LIST)                                                                     \
	ROW(DELIVERY_OWN)                                                                          \
	ROW(DELIVERY_WORKS)                                                                        \
	ROW(ACCOUNT_OWN_LIST)                                                                      \
	ROW(ACCOUNT_ASK)                                                                           \
	ROW(ACCOUNT_ASK_TEST)                                                                      \
	ROW(SEEN_GET)                                                                              \
	ROW(SEEN_PUT)                                                                              \
	ROW(SEEN_FORGET)                                                                           \
	ROW(FACT_GET)                                                                              \
	ROW(FACT_PUT)                                                                              \
	ROW(FACT_FORGET)                                                                           \
	ROW(SESSION_ADD)                                                                           \
	ROW(SESSION_FIND)                                                                          \
	ROW(SESSION_TOUCH)                                                                         \
	ROW(SESSION_LIST)                                                                          \
	ROW(SESSION_END)                                                                           \
	ROW(SESSION_END_ALL)                                                                       \
	ROW(SESSION_PRUNE)                                                                         \
	ROW(SESSION_FROM)                                                                          \
	ROW(ATTEMPT_GET)                                                                           \
	ROW(ATTEMPT_PUT)                                                                           \
	ROW(ATTEMPT_PRUNE)                                                                         \
	ROW(ATTEMPT_FORGET)                                                                        \
	ROW(USER_BY_ID)                                                                            \
	ROW(USER_COUNT)                                                                            \
	ROW(USER_ZONE)                                                                             \
	ROW(HISTORY_COMPLETED)                                                                     \
	ROW(HISTORY_OPEN)                                                                          \
	ROW(HISTORY_SOURCES)                                                                       \
	ROW(HISTORY_SUM_COMPLETED)                                                                 \
	ROW(HISTORY_SUM_OPEN)                                                                      \
	ROW(HISTORY_FIRST)                                                                         \
	ROW(HISTORY_FIRST_OPEN)                                                                    \
	ROW(PEOPLE_LIST)                                                                           \
	ROW(PEOPLE_GET)                                                                            \
	ROW(LIBRARY_NOW)                                                                           \
	ROW(LIBRARY_OPEN)                                                                          \
	ROW(LIBRARY_COMPLETED)                                                                     \
	ROW(LIBRARY_RECENT)                                                                        \
	ROW(LIBRARY_RECENT_OPEN)                                                                   \
	ROW(LIBRARY_COUNT)                                                                         \
	ROW(LIBRARY_BY_TITLE)                                                                      \
	ROW(LIBRARY_BY_AGE)                                                                        \
	ROW(LIBRARY_WORK)                                                                          \
	ROW(LIBRARY_SUMMARY)                                                                       \
	ROW(LIBRARY_SEASONS)                                                                       \
	ROW(LIBRARY_PARTS)                                                                         \
	ROW(LIBRARY_PLAYS)                                                                         \
	ROW(LIBRARY_DELIVERIES)                                                                    \
	ROW(EDIT_PLAY)                                                                             \
	ROW(EDIT_ITEM)                                                                             \
	ROW(EDIT_COMPLETE)                                                                         \
	ROW(EDIT_INSERT)                                                                           \
	ROW(EDIT_REOPEN)                                                                           \
	ROW(EDIT_REMOVED)                                                                          \
	ROW(EDIT_SITTING_DONE)                                                                     \
	ROW(EDIT_SITTING_OPEN)                                                                     \
	ROW(EDIT_ADD)                                                                              \
	ROW(EDIT_GET)                                                                              \
	ROW(EDIT_NEWEST)                                                                           \
	ROW(EDIT_UNDONE)                                                                           \
	ROW(EDIT_IDS)                                                                              \
	ROW(EDIT_OTHERS)                                                                           \
	ROW(EDIT_ID_DROP)                                                                          \
	ROW(EDIT_ID_SETTLED)                                                                       \
	ROW(CHECK_INTEGRITY)                                                                       \
	ROW(CHECK_FOREIGN)                                                                         \
	ROW(CHECK_OPEN_PLAYS)                                                                      \
	ROW(CHECK_NAMELESS)                                                                        \
	ROW(CHECK_KINDS)                                                                           \
	ROW(CHECK_EVIDENCE)                                                                        \
	ROW(CHECK_CONFLICTS)

#define ROW(name) STMT_##name,
enum stmt { STATEMENTS(ROW) STMT__COUNT };
#undef ROW

/* What only pages ask; the other texts stand in store_text.c. */
extern const char *const stmt_page_texts[STMT__COUNT];

/* The text of a statement, and its name, for tests that look at each. */
const char *stmt_sql(enum stmt which);
const char *stmt_name(enum stmt which);

struct store {
	sqlite3 *db;
	sqlite3_stmt *cache[STMT__COUNT]; /* prepared at first use */
};

/* One use of a statement. */
struct query {
	struct cx *cx;
	struct store *store;
	sqlite3_stmt *stmt;
	enum err err; /* the first failure; later calls do nothing */
	int bound;    /* the number of the parameter that was bound last */
};

/* For another process that is writing, as long as the setting says; or not at all. */
void store_set_waiting(sqlite3 *db, bool waits);

struct query store_query(struct cx *cx, struct store *s, enum stmt which);

void bind_i64(struct query *q, const char *name, int64_t value);
void bind_i64_or_null(struct query *q, const char *name, int64_t value);
void bind_text(struct query *q, const char *name, const char *text_or_null);
void bind_bytes(struct query *q, const char *name, const void *at, size_t n);

/* To the end; rows are dropped. */
MUST_CHECK enum err query_run(struct query *q);

/* To the end of an INSERT ... RETURNING id; 0 on failure. */
MUST_CHECK enum err query_id(struct query *q, int64_t *id);

/*
 * For what may as well be written next time, outside a transaction: ERR_BUSY at
 * once when another process is writing just now.
 */
MUST_CHECK enum err query_run_if_free(struct query *q);

/* True with a row; false at the end or on failure: then ask query_end. */
bool query_next(struct query *q);
MUST_CHECK enum err query_end(struct query *q);

/* Of the present row. Text is copied into the arena; NULL stays NULL. */
int64_t col_i64(const struct query *q, int column);
int64_t col_i64_or_unsaid(const struct query *q, int column);
const char *col_text(const struct query *q, int column);

/* Not copied: good until the next call with this query. */
struct bytes col_bytes(const struct query *q, int column);
const char *col_text_in_place(const struct query *q, int column);

/* Rows touched by the last write. */
int64_t store_changes(const struct store *s);

/* All of the database, as it stands now, into a file that is empty or new. */
MUST_CHECK enum err store_copy_into(struct cx *cx, sqlite3 *db, const char *path);

/* Turns a result code into an error with a note that says what to do. */
enum err store_fail(struct cx *cx, sqlite3 *db, int code);

#endif
