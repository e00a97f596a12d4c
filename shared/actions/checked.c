/* SPDX-License-Identifier: MIT */
#include "shared/actions/checked.h"

static enum err become_or_say_why(
	struct cx *cx, struct store *s, const struct conf *conf, struct candidate *row)
{
	enum err err = candidate_become(cx, s, conf, row);

	if (err == ERR_INPUT) {
		row->error = arena_strdup(cx->arena, cx->note);
		row->integration_id = 0;
		err = OK;
	}
	TRY(err);
	return store_candidate_end(cx, s, row);
}

/* A key that is refused is wrong itself; all else speaks of the address. */
static const char *field_of(enum err err)
{
	return field_types[err == ERR_AUTH ? FIELD_KEY : FIELD_URL].name;
}

enum err checked_finish(struct cx *cx, struct store *s, const struct conf *conf,
	const struct candidate *was, const struct probed *found, enum err err)
{
	struct candidate row = *was;

	row.error = row.error_field = row.question = NULL;
	row.greeting = probe_greeting(cx, was->provider, found, err == OK);
	row.holder = found->user;
	row.holder_id = found->user_id;
	if (err != OK) {
		row.error = arena_strdup(cx->arena, cx->note);
		row.error_field = field_of(err);
		return store_candidate_end(cx, s, &row);
	}
	TRY(candidate_question(cx, s, &row, &row.question));
	return row.question ? store_candidate_end(cx, s, &row)
			    : become_or_say_why(cx, s, conf, &row);
}
