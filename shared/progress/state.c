/* SPDX-License-Identifier: MIT */
/* state.c -- the table of play states. */
#include "shared/progress/state.h"

static const struct row {
	const char *name, *title, *word;
} rows[] = {
	[PLAY_ANY] = { "", "Any", "any" },
	[PLAY_IN_PROGRESS] = { "in_progress", "In progress", "in progress" },
	[PLAY_COMPLETED] = { "completed", "Completed", "completed" },
};
_Static_assert(NELEM(rows) == PLAY__COUNT, "a state without a row");

const char *state_name(enum play_state s)
{
	return rows[s].name;
}

const char *state_title(enum play_state s)
{
	return rows[s].title;
}

const char *state_word(enum play_state s)
{
	return rows[s].word;
}

bool state_parse(const char *name, enum play_state *out)
{
	for (size_t i = PLAY_ANY + 1; i < NELEM(rows); i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*out = (enum play_state)i;
		return true;
	}
	return false;
}
