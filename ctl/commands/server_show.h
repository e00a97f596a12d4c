/* SPDX-License-Identifier: MIT */
/* server_show.h -- what is shown of the server behind an integration. */
#ifndef CTL_COMMANDS_SERVER_SHOW_H
#define CTL_COMMANDS_SERVER_SHOW_H

#include "ctl/commands/server.h"

/*
 * "on", "off", "stopped", "failing", "snoozed". server NULL: it is not asked.
 */
const char *server_state(
	const struct cx *cx, const struct integration *row, const struct server *server);

/*
 * The member "server": as the API has it, and what only an administrator needs;
 * null for NULL.
 */
void server_put_member(struct buf *out, const struct server *row);

/* As pairs of a word and what it is. */
void server_fill(const struct cx *cx, struct table *t, const struct integration *integration,
	const struct server *row);

/* Members of an open object; and sentences. */
void server_put_facts(struct buf *out, const struct probed *facts);
void server_say_facts(struct ctl *ctl, const char *provider, const struct probed *facts);

#endif
