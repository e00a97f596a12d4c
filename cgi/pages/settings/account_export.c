/* SPDX-License-Identifier: MIT */
/* account_export.c -- downloads of a person's data. */
#include "shared/actions/export_csv.h"

#include "cgi/access/auth.h"
#include "cgi/pages/pages.h"

typedef enum err export_fn(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out);

static enum err broken(struct cx *cx)
{
	return err_note(cx, ERR_STORE, "a temporary file: %s", strerror(errno));
}

static enum err write_piece(struct cx *cx, void *arg, const char *bytes, size_t length)
{
	return fwrite(bytes, 1, length, arg) == length ? OK : broken(cx);
}

static enum err fill(const struct call *c, export_fn *export, FILE *file)
{
	const struct export_to to = { write_piece, file };
	const struct user *user = NULL;
	struct export_counts counts;

	TRY(store_user_by_id(c->cx, c->store, c->visitor->user_id, &user));
	if (!user)
		return call_not_found(c);
	TRY(export(c->cx, c->store, user, &to, &counts));
	return fflush(file) == 0 ? OK : broken(c->cx);
}

static void close_file(void *file)
{
	fclose(file);
}

/* Writes to an unnamed file: a long history must not fill the memory. */
static enum err answer(const struct call *c, export_fn *export)
{
	struct arena_held held;
	FILE *file = tmpfile();
	enum err err;

	if (!file)
		return broken(c->cx);
	arena_hold(c->cx->arena, &held, close_file, file);
	err = fill(c, export, file);
	arena_let_go(c->cx->arena, &held);
	if (err != OK) {
		fclose(file);
		return err;
	}
	c->res->kind = RES_FILE;
	c->res->file = file;
	return OK;
}

enum err settings_account_export_get(struct call *c)
{
	c->res->type = "application/jsonl";
	c->res->file_name = "ryot-export.jsonl";
	return answer(c, export_json);
}

enum err settings_account_history_get(struct call *c)
{
	c->res->type = "text/csv; charset=utf-8";
	c->res->file_name = "ryot-history.csv";
	return answer(c, export_csv);
}
