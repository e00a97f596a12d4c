/* SPDX-License-Identifier: MIT */
/*
 * ctl.h -- what every command is given, and what most of them do with it.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include "ctl/terminal/table.h"
#include "shared/base/conf.h"
#include "shared/json/json.h"
#include "shared/store/integration.h"
#include "shared/store/user.h"

struct ctl {
	const struct conf *conf;
	struct store *store; /* opened as the command asked */
	struct buf out;      /* what goes to standard output, at the end */
	size_t width;        /* of the terminal; 0: there is none */
	bool is_json;        /* out is to be one JSON document */
};

/*
 * A line for people, escaped as in ctl/terminal/text.h, and nothing when a machine
 * reads: what was done, on standard output; what could be done next, on
 * standard error.
 */
PRINTF(2, 3) void ctl_say(struct ctl *ctl, const char *format, ...);
PRINTF(2, 3) void ctl_advise(const struct ctl *ctl, const char *format, ...);

void ctl_print_table(struct ctl *ctl, const struct table *t);

/* ERR_NOT_FOUND, with what lists them, when there is none. */
MUST_CHECK enum err ctl_user(
	struct cx *cx, struct ctl *ctl, const char *name, const struct user **out);
MUST_CHECK enum err ctl_integration(
	struct cx *cx, struct ctl *ctl, int64_t id, const struct integration **out);

/* For filters: 0 for a NULL name, meaning everybody. */
MUST_CHECK enum err ctl_user_id(struct cx *cx, struct ctl *ctl, const char *name, int64_t *id);

enum sureness {
	NOT_SURE,
	IS_SURE, /* --yes was given */
};

/*
 * Asks on the terminal, unless sure. ERR_USAGE when there is no terminal to
 * ask on, ERR_INPUT for any answer but yes.
 */
MUST_CHECK enum err ctl_confirm(struct cx *cx, enum sureness sure, const char *question);

#endif
