/* SPDX-License-Identifier: MIT */
/* export.c -- `ryotctl export`: writes the data of a user to a file. */
#include "shared/actions/export_csv.h"
#include "shared/base/acting.h"

#include "ctl/command.h"
#include "ctl/terminal/outfile.h"
#include "ctl/terminal/progress.h"

struct export_args {
	const char *user, *file;
	bool is_csv, replaces;
};
#define AT(member) offsetof(struct export_args, member)

struct target {
	FILE *file;
	struct progress_line progress;
};

static enum err write_piece(struct cx *cx, void *arg, const char *bytes, size_t length)
{
	struct target *to = arg;

	if (fwrite(bytes, 1, length, to->file) != length)
		return err_note(cx, ERR_STORE, "cannot write: %s", strerror(errno));
	progress_step(&to->progress);
	return OK;
}

static enum err export_to_file(struct cx *cx, struct ctl *ctl, FILE *file,
	const struct export_args *a, struct export_counts *counts)
{
	struct target target = { .file = file };
	const struct export_to to = { write_piece, &target };
	const struct user *user = NULL;
	enum err err = ctl_user(cx, ctl, a->user, &user);

	if (err != OK)
		return err;
	progress_begin(&target.progress, ctl->is_json, "lines");
	if (file == stdout && ctl->width > 0) /* the rows scroll by */
		target.progress.is_shown = false;
	err = a->is_csv ? export_csv(cx, ctl->store, user, &to, counts)
			: export_json(cx, ctl->store, user, &to, counts);
	progress_end(&target.progress);
	if (err == OK && fflush(file) != 0)
		return err_note(cx, ERR_STORE, "cannot write: %s", strerror(errno));
	return err;
}

static void put_counts(struct buf *out, const struct export_counts *counts)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "integrations", counts->integrations);
	jput_i64(out, "plays", counts->plays);
	jput_i64(out, "sittings", counts->sittings);
	jput_close(out, '}');
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct export_args *a = args;
	struct export_counts counts = { 0 };
	struct outfile file;
	enum err err;

	if (!a->file || strcmp(a->file, "-") == 0)
		return export_to_file(cx, ctl, stdout, a, &counts);
	acting_pause();
	err = outfile_begin(cx, a->file, a->replaces ? MEETING_REPLACES : MEETING_KEEPS, &file);
	acting_resume();
	TRY(err);
	err = export_to_file(cx, ctl, file.file, a, &counts);
	acting_pause();
	err = outfile_end(cx, &file, err);
	acting_resume();
	TRY(err);
	if (ctl->is_json)
		put_counts(&ctl->out, &counts);
	ctl_say(ctl, "Wrote %" PRId64 " play%s of %s to %s.", counts.plays,
		counts.plays == 1 ? "" : "s", a->user, a->file);
	return OK;
}

/* clang-format off */
static const struct arg export_args[] = {
	{ "FILE", NULL, ARG_TEXT, ARG_OPTIONAL, FILE_NAME_MAX, AT(file),
		"file to write; none or - is standard output" },
	{ "--csv", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_csv),
		"write only the history, as CSV for a spreadsheet" },
	{ "--force", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(replaces),
		"replace an existing file" },
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user),
		"the user" },
};
/* clang-format on */

const struct command command_export = {
	.noun = "export",
	.usage = "--user NAME [--csv] [--force] [FILE]",
	.summary = "Write all data of a user to a file",
	.details = "Writes JSON Lines, which \"ryotctl import\" reads, or CSV. "
		   "Webhook addresses,\ntokens, passwords and server keys are "
		   "not included.",
	.opening = OPEN_READ,
	.args = { export_args, NELEM(export_args), sizeof(struct export_args) },
	.run = run,
};
