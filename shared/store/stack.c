/* SPDX-License-Identifier: MIT */
/* stack.c -- films in several files, of which only the first has ids. */
#include "shared/store/stack.h"

#include "shared/store/row.h"

static STATEMENT(stack_get, "SELECT file, work_id, files, length FROM stack"
			    " WHERE user_id = :user AND name = :name");

static enum err get(struct cx *cx, struct store *s, struct known_stack *out, int64_t *work_id)
{
	struct query q = store_query(cx, s, &stack_get);

	bind_i64(&q, ":user", out->user_id);
	bind_text(&q, ":name", out->name);
	while (query_next(&q)) {
		int64_t file = col_i64(&q, 0);

		if (file < 1 || file > REPORT_FILES_MAX)
			continue;
		if (file == 1) {
			*work_id = col_i64(&q, 1);
			out->files = (int)col_i64(&q, 2);
		}
		out->lengths[file - 1] = col_i64(&q, 3);
	}
	return query_end(&q);
}

enum err store_stack_read(struct cx *cx, struct store *s, struct known *known, int64_t user_id,
	const char *name, struct known_stack **out)
{
	int64_t work_id = 0;
	bool is_new;

	*out = match_stack(known, user_id, name, &is_new);
	if (!is_new)
		return OK;
	TRY(get(cx, s, *out, &work_id));
	if (work_id == 0)
		return OK;
	(*out)->work = match_work(known, work_id, &is_new);
	return row_read_ids(cx, s, work_id, &(*out)->ids);
}

static STATEMENT(stack_put, "INSERT INTO stack (user_id, name, file, work_id, files, length)"
			    " VALUES (:user, :name, :file, :work, :files, :length)"
			    " ON CONFLICT (user_id, name, file) DO UPDATE SET"
			    " work_id = excluded.work_id, files = excluded.files,"
			    " length = excluded.length");

static enum err put(struct cx *cx, struct store *s, const struct known_stack *stack)
{
	struct query q = store_query(cx, s, &stack_put);

	bind_i64(&q, ":user", stack->user_id);
	bind_text(&q, ":name", stack->name);
	bind_i64(&q, ":file", stack->file);
	bind_i64(&q, ":work", stack->work->id);
	bind_i64(&q, ":files", stack->files);
	bind_i64(&q, ":length", stack->lengths[stack->file - 1]);
	return query_run(&q);
}

enum err store_stacks_write(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->stacks.count; i++)
		TRY(put(cx, s, known->stacks.at[i]));
	return OK;
}
