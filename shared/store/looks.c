/* SPDX-License-Identifier: MIT */
#include "shared/store/looks.h"

static const char *const themes[] = {
	[THEME_SYSTEM] = "system",
	[THEME_LIGHT] = "light",
	[THEME_DARK] = "dark",
};

const char *theme_name(enum theme theme)
{
	return themes[theme];
}

bool theme_find(const char *name, enum theme *out)
{
	for (int i = 0; i < THEME__COUNT; i++)
		if (strcmp(themes[i], name) == 0) {
			*out = (enum theme)i;
			return true;
		}
	return false;
}

struct looks looks_read(const struct query *q, int column)
{
	struct looks looks = {
		.is_list = strcmp(col_text_in_place(q, column), "list") == 0,
		.is_clock12 = strcmp(col_text_in_place(q, column + 1), "12") == 0,
	};

	/* Of another version: as the system has it. */
	return theme_find(col_text_in_place(q, column + 2), &looks.theme)
		       ? looks
		       : (struct looks){ looks.is_list, looks.is_clock12, THEME_SYSTEM };
}

static STATEMENT(looks_set, "UPDATE person SET library_view = :view, clock = :clock,"
			    " theme = :theme WHERE id = :user");

enum err store_looks_set(struct cx *cx, struct store *s, int64_t user_id, const struct looks *looks)
{
	struct query q = store_query(cx, s, &looks_set);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":view", looks->is_list ? "list" : "grid");
	bind_text(&q, ":clock", looks->is_clock12 ? "12" : "24");
	bind_text(&q, ":theme", theme_name(looks->theme));
	return query_run(&q);
}
