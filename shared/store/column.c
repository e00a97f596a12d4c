/* SPDX-License-Identifier: MIT */
#include "shared/store/column.h"

enum kind col_kind(const struct query *q, int column)
{
	const char *name = col_text_in_place(q, column);

	return name ? kind_find(name) : KIND_NONE;
}

enum play_state col_state(const struct query *q, int column)
{
	const char *name = col_text_in_place(q, column);
	enum play_state state = PLAY_ANY;

	return name && state_parse(name, &state) ? state : PLAY_ANY;
}

enum reason col_reason(const struct query *q, int column)
{
	const char *name = col_text_in_place(q, column);
	enum reason reason = REASON_NONE;

	return name && reason_parse(name, &reason) ? reason : REASON_NONE;
}

enum catalog col_catalog(const struct query *q, int column)
{
	const char *name = col_text_in_place(q, column);
	enum catalog c = CATALOG__COUNT;

	return name && catalog_parse(name, &c) ? c : CATALOG__COUNT;
}

void bind_kind(struct query *q, enum kind kind)
{
	bind_text(q, ":kind", kind == KIND_NONE ? "" : kind_name(kind));
}

void bind_state(struct query *q, enum play_state state)
{
	bind_text(q, ":state", state_name(state));
}
