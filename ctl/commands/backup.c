/* SPDX-License-Identifier: MIT */
/* backup.c -- `ryotctl backup`: copies the database and verifies the copy. */
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/terminal/outfile.h"
#include "shared/base/acting.h"
#include "shared/db/file.h"

struct backup_args {
	const char *file;
	bool replaces;
};
#define AT(member) offsetof(struct backup_args, member)

static void tell(struct ctl *ctl, const char *file, const struct store_facts *facts)
{
	const char *key = ctl->conf->key_file;
	bool has_key = access(key, F_OK) == 0;

	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_str(&ctl->out, "file", file);
		jput_i64(&ctl->out, "schema", facts->schema);
		jput_i64(&ctl->out, "users", facts->users);
		jput_i64(&ctl->out, "plays", facts->plays);
		jput_str_or_null(&ctl->out, "key_file", has_key ? key : NULL);
		jput_close(&ctl->out, '}');
		return;
	}
	ctl_say(ctl, "Wrote %s and read it back: %" PRId64 " users, %" PRId64 " plays.", file,
		facts->users, facts->plays);
	if (has_key)
		ctl_advise(ctl,
			"The key file %s is not in it. Without that file the stored "
			"server keys cannot be read; back it up separately.",
			key);
}

/* Copies the database and reads the copy back. */
static enum err fill_draft(
	struct cx *cx, struct ctl *ctl, const struct outfile *f, struct store_facts *facts)
{
	TRY(store_copy(cx, ctl->store, f->draft));
	TRY(outfile_check(cx, f));
	return store_examine(cx, f->draft, facts);
}

/* The copy is written by name, so nobody else may move names there. */
static enum err check_folder(struct cx *cx, const char *file)
{
	if (!acting_is_needed(cx, file))
		return OK;
	return err_note(cx, ERR_INPUT,
		"the folder of %s belongs to somebody else, so root does not write there; "
		"choose a folder of root's, or run this as its owner",
		file);
}

static enum err write_file(
	struct cx *cx, struct ctl *ctl, const struct backup_args *a, struct store_facts *facts)
{
	struct outfile file;

	TRY(check_folder(cx, a->file));
	TRY(outfile_begin(cx, a->file, a->replaces ? MEETING_REPLACES : MEETING_KEEPS, &file));
	return outfile_end(cx, &file, fill_draft(cx, ctl, &file, facts));
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct backup_args *a = args;
	struct store_facts facts = { 0 };
	enum err err;

	acting_pause();
	err = write_file(cx, ctl, a, &facts);
	acting_resume();
	TRY(err);
	tell(ctl, a->file, &facts);
	return OK;
}

/* clang-format off */
static const struct arg backup_args[] = {
	{ "FILE", NULL, ARG_TEXT, ARG_NEEDED, FILE_NAME_MAX, AT(file),
		"file to write, readable by its owner only" },
	{ "--force", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(replaces),
		"replace an existing file" },
};
/* clang-format on */

const struct command command_backup = {
	.noun = "backup",
	.usage = "[--force] FILE",
	.summary = "Copy the database while it is in use",
	.details = "The copy is a consistent snapshot in one file, and is read "
		   "back to verify it.\nServices keep running. The key file is "
		   "not included.",
	.opening = OPEN_READ,
	.args = { backup_args, NELEM(backup_args), sizeof(struct backup_args) },
	.run = run,
};
