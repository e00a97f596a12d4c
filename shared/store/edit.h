/* SPDX-License-Identifier: MIT */
/*
 * edit.h -- the rows of table `edit`: what a person changed, and the values
 * before. shared/actions/edit.h decides what may be changed and undone.
 */
#ifndef SHARED_STORE_EDIT_H
#define SHARED_STORE_EDIT_H

#include "shared/db/db.h"
#include "shared/progress/catalog.h"

struct edit {
	int64_t id, user_id, work_id;
	int64_t play_id; /* UNSAID: not of a play */
	const char *change;
	int64_t updated_ms;                /* of the play before, or UNSAID */
	int64_t sitting_done;              /* before: 0, 1, or UNSAID for no sitting */
	enum catalog source;               /* CATALOG__COUNT: not of an id */
	const char *value_old, *value_new; /* or NULL */
	int64_t at_ms, undone_ms;          /* undone_ms or UNSAID */
	int64_t batch;                     /* of those made with it as one, when read; or UNSAID */
};

MUST_CHECK enum err edit_row_add(
	struct cx *cx, struct store *s, const struct edit *row, int64_t *id);

/* ERR_NOT_FOUND if that person has no such edit. */
MUST_CHECK enum err edit_row_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t edit_id, struct edit *out);

/* The newest edit of a play that is not undone, or 0: the one to undo first. */
MUST_CHECK enum err edit_row_newest(
	struct cx *cx, struct store *s, int64_t play_id, int64_t *edit_id);

/* It is made as one with those of that batch, the id of one of them. */
MUST_CHECK enum err edit_row_set_batch(
	struct cx *cx, struct store *s, int64_t edit_id, int64_t batch);

/* The newest of a batch with a lower id that is not undone, or 0. */
MUST_CHECK enum err edit_row_before(
	struct cx *cx, struct store *s, int64_t batch, int64_t before_id, int64_t *edit_id);

MUST_CHECK enum err edit_row_set_undone(struct cx *cx, struct store *s, int64_t edit_id);

/* A person's corrections of a work's ids that are not undone, newest first. */
struct edit_filter {
	int64_t user_id, work_id;
	size_t limit;
};
MUST_CHECK enum err edit_row_list_ids(struct cx *cx, struct store *s,
	const struct edit_filter *filter, const struct edit **rows, size_t *count);

#endif
