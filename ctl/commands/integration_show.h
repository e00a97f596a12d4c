/* SPDX-License-Identifier: MIT */
/*
 * integration_show.h -- an integration, as the commands that change it show it.
 */
#ifndef CTL_COMMANDS_INTEGRATION_SHOW_H
#define CTL_COMMANDS_INTEGRATION_SHOW_H

#include "ctl/commands/server_show.h"

/* Whether what is shown holds the slug, which gives the right to write. */
enum secrecy {
	WITHOUT_SLUG,
	WITH_SLUG, /* and the URL made of it; only where there is a webhook */
};

/* One object without its end: the caller may add to it, and closes it. */
void integration_put_open(
	struct cx *cx, struct ctl *ctl, const struct integration *row, enum secrecy secrecy);

/* account: NULL where nothing is asked. */
void integration_print(
	struct cx *cx, struct ctl *ctl, const struct integration *row, const struct server *server);

/*
 * The webhook's URL, or NULL; and what to do on the other side, what to enter
 * there or where to get a key, as numbered lines.
 */
const char *integration_url(struct cx *cx, const struct ctl *ctl, const struct integration *row);
const char *integration_steps(struct cx *cx, const struct ctl *ctl, const struct integration *row);
void integration_print_url(struct cx *cx, struct ctl *ctl, const struct integration *row);

#endif
