/* SPDX-License-Identifier: MIT */
/* check.c -- `ryotctl check`: looks for damage in the database. */
#include "ctl/command.h"
#include "shared/store/counts.h"

struct check_args {
	bool mends;
};

static const char *word(bool is_wrong)
{
	return is_wrong ? "wrong" : "note";
}

struct findings {
	struct ctl *ctl;
	struct table table;
};

static void tell(void *arg, bool is_wrong, const char *what)
{
	struct findings *f = arg;

	if (f->ctl->is_json) {
		jput_open(&f->ctl->out, NULL, '{');
		jput_bool(&f->ctl->out, "is_wrong", is_wrong);
		jput_str(&f->ctl->out, "what", what);
		jput_close(&f->ctl->out, '}');
		return;
	}
	table_add(&f->table, word(is_wrong));
	table_add(&f->table, what);
}

/* Counts can be made anew; nothing else can. */
static enum err mend(struct cx *cx, struct ctl *ctl)
{
	struct store *writer = NULL;
	int64_t mended = 0;
	enum err err;

	TRY(store_open(cx, ctl->conf->database, STORE_WRITE, &writer));
	err = store_counts_mend(cx, writer, &mended);
	store_close(writer);
	if (err == OK && mended > 0)
		ctl_say(ctl, "%" PRId64 " count%s corrected.", mended,
			mended == 1 ? " was" : "s were");
	return err;
}

static enum err check_run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct check_args *wanted = args;
	static const struct column columns[] = { { NULL, 0 }, { NULL, 0 } };
	struct findings f = { .ctl = ctl };
	struct buf *out = &ctl->out;
	enum err err;
	int wrong = 0;

	if (wanted->mends)
		TRY(mend(cx, ctl));
	table_init(&f.table, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(out, NULL, '{');
		jput_open(out, "findings", '[');
	}
	err = store_check(cx, ctl->store, tell, &f, &wrong);
	if (ctl->is_json) {
		jput_close(out, ']');
		jput_i64(out, "wrong", wrong);
		jput_bool(out, "ok", err == OK && wrong == 0);
		jput_close(out, '}');
	} else {
		table_print(&f.table, out, 0);
	}
	TRY(err);
	if (wrong > 0)
		return err_note(cx, ERR_STORE,
			"%s: %d thing%s wrong; keep a copy of the file "
			"before you repair it",
			ctl->conf->database, wrong, wrong == 1 ? " is" : "s are");
	ctl_say(ctl, "%s is in order.", ctl->conf->database);
	return OK;
}

/* clang-format off */
static const struct arg check_args[] = {
	{ "--mend", NULL, ARG_FLAG, ARG_OPTIONAL, 0, offsetof(struct check_args, mends),
		"count anew what is counted wrongly, and then look" },
};
/* clang-format on */

const struct command command_check = {
	.noun = "check",
	.usage = "[--mend]",
	.summary = "Look for damage in the database",
	.details = "Reads the whole file and prints a line for each finding. "
		   "Exits with 0 if nothing\nis wrong. A \"note\" is worth a look "
		   "but is not damage.",
	.opening = OPEN_READ,
	.args = { check_args, NELEM(check_args), sizeof(struct check_args) },
	.run = check_run,
};
