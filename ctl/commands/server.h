/* SPDX-License-Identifier: MIT */
/*
 * server.h -- the server behind an integration that asks: reached how, with
 * which key, and how asking went.
 *
 * Nothing is stored before the server was asked, unless that is declined. No
 * transaction is open meanwhile: a slow server holds nobody up.
 */
#ifndef CTL_COMMANDS_SERVER_H
#define CTL_COMMANDS_SERVER_H

#include "ctl/ctl.h"
#include "shared/actions/probe.h"
#include "shared/actions/server.h"
#include "shared/providers/provider.h"

/* What a command line says of a server. */
struct server_options {
	const char *url, *key_from, *ca_file;
	bool key_stdin, no_ca_file, is_unchecked;
};

/* Anything to store, that is. */
bool server_is_named(const struct server_options *o);

/* A sealed draft, and what the server said. */
struct server_asked {
	struct server_draft draft;
	struct probed probed; /* all unsaid when it was not asked */
};

/* The whole of a new one; reads the key. */
MUST_CHECK enum err server_new(struct cx *cx, struct ctl *ctl, const struct provider *provider,
	const struct server_options *o, struct server_asked *out);

/* What is stored, with what is said instead; may read a key. */
MUST_CHECK enum err server_change(struct cx *cx, struct ctl *ctl,
	const struct integration *integration, const struct server_options *o,
	struct server_asked *out);

/* Asks the server with the key that is stored. *out even when that fails. */
MUST_CHECK enum err server_test(
	struct cx *cx, const struct ctl *ctl, const struct server *row, struct probed *out);

#endif
