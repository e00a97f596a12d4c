/* SPDX-License-Identifier: MIT */
/* looks.h -- how the pages look to a person: what is kept in the account. */
#ifndef SHARED_STORE_LOOKS_H
#define SHARED_STORE_LOOKS_H

#include "shared/db/query.h"

enum theme { THEME_SYSTEM, THEME_LIGHT, THEME_DARK, THEME__COUNT };

struct looks {
	bool is_list;    /* the library as a list, not as a grid */
	bool is_clock12; /* "2:05 pm", not "14:05" */
	enum theme theme;
};

const char *theme_name(enum theme theme); /* "dark" */
/* False, and *out unchanged, for any other name. */
MUST_CHECK bool theme_find(const char *name, enum theme *out);

/* From three columns of a row of `person`: library_view, clock, theme. */
#define LOOKS_COLS "u.library_view, u.clock, u.theme"
struct looks looks_read(const struct query *q, int column);

MUST_CHECK enum err store_looks_set(
	struct cx *cx, struct store *s, int64_t user_id, const struct looks *looks);

#endif
