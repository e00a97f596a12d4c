/* SPDX-License-Identifier: MIT */
/* heard.c -- see heard.h. */
#include "shared/store/heard.h"

#include "shared/db/query.h"

static STATEMENT(heard_list,
	"SELECT DISTINCT found.sender_user FROM (SELECT d.id, d.sender_user FROM delivery d"
	" WHERE d.integration_id = :id ORDER BY d.id DESC LIMIT :rows) found"
	" WHERE found.sender_user IS NOT NULL AND EXISTS (SELECT 1 FROM delivery_play p"
	" WHERE p.delivery_id = found.id) ORDER BY found.sender_user LIMIT :limit");

enum err store_heard_get(struct cx *cx, struct store *s, int64_t integration_id, struct heard *out)
{
	struct query q = store_query(cx, s, &heard_list);

	*out = (struct heard){ .count = 0 };
	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":rows", HEARD_ROWS);
	bind_i64(&q, ":limit", HEARD_MAX);
	while (out->count < HEARD_MAX && query_next(&q))
		out->names[out->count++] = col_text(&q, 0);
	return query_end(&q);
}

enum err store_heard_text(
	struct cx *cx, struct store *s, const struct integration *of, const char **out)
{
	static const char *const numbers[] = { "", "", "Two", "Three", "Four", "Five or more" };
	struct heard heard;
	const char *names;

	*out = NULL;
	if (of->only_user || of->is_shared || of->hook_id)
		return OK;
	TRY(store_heard_get(cx, s, of->id, &heard));
	if (heard.count < 2)
		return OK;
	names = heard.names[0];
	for (size_t i = 1; i < heard.count; i++)
		names = arena_join(
			cx->arena, names, i + 1 == heard.count ? " and " : ", ", heard.names[i]);
	*out = arena_printf(cx->arena,
		"%s accounts are heard here: %s. Whose is this? All of it is recorded for %s. Let the "
		"integration listen to one account only, and give the others their own.",
		numbers[heard.count], names, of->user_name);
	return OK;
}
