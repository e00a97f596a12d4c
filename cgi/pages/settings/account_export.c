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

static enum err fill(
	struct cx *cx, const struct app *app, const struct req *req, export_fn *export, FILE *file)
{
	const struct export_to to = { write_piece, file };
	const struct user *user = NULL;
	struct export_counts counts;

	TRY(store_user_by_id(cx, app->store, req->visitor->user_id, &user));
	if (!user)
		return route_nothing(cx);
	TRY(export(cx, app->store, user, &to, &counts));
	return fflush(file) == 0 ? OK : broken(cx);
}

/* Writes to an unnamed file: a long history must not fill the memory. */
static enum err answer(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	export_fn *export)
{
	FILE *file = tmpfile();
	enum err err;

	if (!file)
		return broken(cx);
	err = fill(cx, app, req, export, file);
	if (err != OK) {
		fclose(file);
		return err;
	}
	res->kind = RES_FILE;
	res->file = file;
	return OK;
}

enum err settings_account_export_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	res->type = "application/jsonl";
	res->file_name = "ryot-export.jsonl";
	return answer(cx, app, req, res, export_json);
}

enum err settings_account_history_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	res->type = "text/csv; charset=utf-8";
	res->file_name = "ryot-history.csv";
	return answer(cx, app, req, res, export_csv);
}
