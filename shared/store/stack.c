/* SPDX-License-Identifier: MIT */
/* stack.c -- films in several files, of which only the first has ids. */
#include "shared/store/stack.h"

#include "shared/store/row.h"

static STATEMENT(stack_get, "SELECT file, work_id, files, length FROM stack"
			    " WHERE user_id = :user AND name = :name");

enum err store_stack_get(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, struct stack *out)
{
	struct query q = store_query(cx, s, &stack_get);

	*out = (struct stack){ .work_id = 0 };
	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", name);
	while (query_next(&q)) {
		int64_t file = col_i64(&q, 0);

		if (file < 1 || file > REPORT_FILES_MAX)
			continue;
		if (file == 1) {
			out->work_id = col_i64(&q, 1);
			out->files = (int)col_i64(&q, 2);
		}
		out->lengths[file - 1] = col_i64(&q, 3);
	}
	TRY(query_end(&q));
	return out->work_id ? row_read_ids(cx, s, out->work_id, &out->ids) : OK;
}

static STATEMENT(stack_put, "INSERT INTO stack (user_id, name, file, work_id, files, length)"
			    " VALUES (:user, :name, :file, :work, :files, :length)"
			    " ON CONFLICT (user_id, name, file) DO UPDATE SET"
			    " work_id = excluded.work_id, files = excluded.files,"
			    " length = excluded.length");

enum err store_stack_put(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct report *r, struct stack *known)
{
	int64_t length = r->duration > 0 ? r->duration : 0;
	int files = r->files ? r->files : known->files;
	struct query q;

	ASSERT(r->file >= 1 && r->file <= REPORT_FILES_MAX);
	if (files < r->file)
		files = r->file;
	if (known->work_id == work_id && known->files == files &&
		known->lengths[r->file - 1] == length)
		return OK;
	known->work_id = work_id;
	known->files = files;
	known->lengths[r->file - 1] = length;
	q = store_query(cx, s, &stack_put);
	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", r->stack);
	bind_i64(&q, ":file", r->file);
	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":files", files);
	bind_i64(&q, ":length", length);
	return query_run(&q);
}
