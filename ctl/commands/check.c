/* SPDX-License-Identifier: MIT */
/* check.c -- `ryotctl check`: looks for damage in the database. */
#include "ctl/command.h"

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

static enum err check_run(struct cx *cx, struct ctl *ctl, const void *args)
{
	static const struct column columns[] = { { NULL, 0 }, { NULL, 0 } };
	struct findings f = { .ctl = ctl };
	struct buf *out = &ctl->out;
	enum err err;
	int wrong = 0;

	(void)args;
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

const struct command command_check = {
	.noun = "check",
	.usage = "",
	.summary = "Look for damage in the database",
	.details = "Reads the whole file and prints a line for each finding. "
		   "Exits with 0 if nothing\nis wrong. A \"note\" is worth a look "
		   "but is not damage.",
	.opening = OPEN_READ,
	.run = check_run,
};
