/* SPDX-License-Identifier: MIT */
/*
 * column.h -- columns and parameters that hold the name of an enum's constant.
 *
 * A name that this version does not know is read as the enum's zero.
 */
#ifndef SHARED_STORE_COLUMN_H
#define SHARED_STORE_COLUMN_H

#include "shared/db/query.h"
#include "shared/progress/catalog.h"
#include "shared/progress/reason.h"
#include "shared/progress/state.h"

enum kind col_kind(const struct query *q, int column);
enum play_state col_state(const struct query *q, int column);
enum reason col_reason(const struct query *q, int column);

/* CATALOG__COUNT for NULL and for an unknown name. */
enum catalog col_catalog(const struct query *q, int column);

/* The parameters ":kind" and ":state"; in a filter, "" matches all. */
void bind_kind(struct query *q, enum kind kind);
void bind_state(struct query *q, enum play_state state);

#endif
