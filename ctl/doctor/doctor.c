/* SPDX-License-Identifier: MIT */
/* doctor.c -- `ryotctl doctor`: runs the checks and prints what they find. */
#include "ctl/command.h"
#include "ctl/doctor/nginx.h"
#include "ctl/doctor/place.h"
#include "ctl/doctor/schedule.h"
#include "ctl/doctor/sender.h"
#include "ctl/doctor/way.h"

static const struct check {
	const char *name;
	void (*look)(struct cx *cx, struct doctor *d);
} checks[] = {
	/* clang-format off */
	{ "database", doctor_database },
	{ "files",    doctor_files },
	{ "disk",     doctor_disk },
	{ "pictures", doctor_pictures },
	{ "clock",    doctor_clock },
	{ "sockets",  doctor_sockets },
	{ "address",  doctor_address },
	{ "nginx",    doctor_nginx },
	{ "key file", doctor_key },
	{ "schedule", doctor_schedule },
	{ "wake",     doctor_wake },
	{ "yank",     doctor_yank },
	{ "waiting",  doctor_waiting },
	{ "silence",  doctor_silence },
	{ "accounts", doctor_accounts },
	/* clang-format on */
};

static void look_all(struct cx *cx, struct doctor *d)
{
	for (size_t i = 0; i < NELEM(checks); i++) {
		d->check = checks[i].name;
		checks[i].look(cx, d);
	}
	if (d->store)
		arena_let_go(cx->arena, &d->held);
	store_close(d->store);
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	static const struct column columns[] = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	struct doctor d = { .ctl = ctl };
	struct buf *out = &ctl->out;
	int wrong;

	(void)args;
	table_init(&d.table, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(out, NULL, '{');
		jput_open(out, "findings", '[');
	}
	look_all(cx, &d);
	wrong = d.count[FINDING_WRONG];
	if (ctl->is_json) {
		jput_close(out, ']');
		jput_i64(out, "wrong", wrong);
		jput_i64(out, "look", d.count[FINDING_LOOK]);
		jput_bool(out, "ok", wrong == 0);
		jput_close(out, '}');
	} else {
		table_print(&d.table, out, 0);
	}
	if (wrong == 0)
		return OK;
	return err_note(cx, ERR_CONF, "%d thing%s wrong", wrong, wrong == 1 ? " is" : "s are");
}

const struct command command_doctor = {
	.noun = "doctor",
	.usage = "",
	.summary = "Check for the usual problems",
	.details = "Reports for each check whether it is well, worth a look, or "
		   "wrong, and what to do\nabout it. Exits with 78 if anything "
		   "is wrong. Changes nothing. Run it as root\nor as the user "
		   "of the service.",
	.opening = OPEN_NONE,
	.run = run,
};
