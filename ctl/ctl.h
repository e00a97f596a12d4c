/* SPDX-License-Identifier: MIT */
/* ctl.h -- the context of a command, and helpers that most commands use. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include "ctl/terminal/table.h"
#include "shared/base/conf.h"
#include "shared/json/write.h"
#include "shared/store/integration.h"
#include "shared/store/user.h"

struct ctl {
	const struct conf *conf;
	struct store *store; /* opened as command->opening says; may be NULL */
	struct buf out;      /* standard output, written at the end */
	size_t width;        /* of the terminal; 0 without one */
	bool is_json;        /* out must be one JSON document */
};

/*
 * Print a line for people, escaped as in ctl/terminal/text.h; with --json they
 * print nothing. ctl_say: what was done, on standard output. ctl_advise: what
 * to do next, on standard error.
 */
PRINTF(2, 3) void ctl_say(struct ctl *ctl, const char *format, ...);
PRINTF(2, 3) void ctl_advise(const struct ctl *ctl, const char *format, ...);

void ctl_print_table(struct ctl *ctl, const struct table *t);

/* ERR_NOT_FOUND if there is none; the note says how to list them. */
MUST_CHECK enum err ctl_user(
	struct cx *cx, struct ctl *ctl, const char *name, const struct user **out);
MUST_CHECK enum err ctl_integration(
	struct cx *cx, struct ctl *ctl, int64_t id, const struct integration **out);

/* For filters: a NULL name gives 0, which stands for every user. */
MUST_CHECK enum err ctl_user_id(struct cx *cx, struct ctl *ctl, const char *name, int64_t *id);

enum sureness {
	NOT_SURE,
	IS_SURE, /* --yes was given */
};

/*
 * Asks on the terminal unless sure is IS_SURE. ERR_USAGE without a terminal,
 * ERR_INPUT for any answer but yes.
 */
MUST_CHECK enum err ctl_confirm(struct cx *cx, enum sureness sure, const char *question);

#endif
