/* SPDX-License-Identifier: MIT */
/* integration_args.h -- what `integration add` and `set` have in common. */
#ifndef CTL_COMMANDS_INTEGRATION_ARGS_H
#define CTL_COMMANDS_INTEGRATION_ARGS_H

#include "ctl/commands/server.h"
#include "ctl/terminal/args.h"
#include "shared/actions/integration.h"

struct integration_args {
	const char *provider, *user;
	const char *name, *only_user, *start, *complete; /* as typed, or NULL */
	int64_t id;
	bool all_users, alone, enable, disable, is_sure, no_server, shared;
	struct server_options server;
};
#define AT(member) offsetof(struct integration_args, member)

/* What was typed, but for the server's key, which is not an argument. */
struct settings integration_settings(const struct integration_args *a);

/*
 * ERR_USAGE for names with marks that a terminal hides: the next list of
 * integrations could not show them.
 */
MUST_CHECK enum err integration_check_plain(struct cx *cx, const struct integration_args *a);

/* Rows of tables of arguments. */
/* clang-format off */
#define SERVER(member) \
	(AT(server) + offsetof(struct server_options, member))
#define CA_FILE { "--ca-file", "FILE", ARG_SETTING, ARG_OPTIONAL, 0, \
	SERVER(ca_file), "an own authority for its certificate (PEM)" }
#define KEY_FROM { "--key-from", "FILE", ARG_TEXT, ARG_OPTIONAL, FILE_NAME_MAX, \
	SERVER(key_from), "read its key from a file, first line" }
#define KEY_STDIN { "--key-stdin", NULL, ARG_FLAG, ARG_OPTIONAL, 0, \
	SERVER(key_stdin), "read its key from standard input, one line" }
#define UNCHECKED { "--unchecked", NULL, ARG_FLAG, ARG_OPTIONAL, 0, \
	SERVER(is_unchecked), "store it without asking the server" }
#define URL { "--url", "URL", ARG_SETTING, ARG_OPTIONAL, 0, \
	SERVER(url), \
	"of a server that is asked: http://nas:13378" }
#define COMPLETE { "--complete", "PERCENT", ARG_SETTING, ARG_OPTIONAL, 0, \
	AT(complete), "completed is what is further than this (95)" }
#define NAME { "--name", "NAME", ARG_SETTING, ARG_OPTIONAL, 0, \
	AT(name), "for you: \"Living room\"" }
#define ONLY_USER { "--only-user", "NAME", ARG_SETTING, ARG_OPTIONAL, 0, \
	AT(only_user), \
	"listen to this account of the sender only" }
#define START { "--start", "PERCENT", ARG_SETTING, ARG_OPTIONAL, 0, \
	AT(start), "started is what is further than this (2)" }
#define TABLE(rows) { rows, NELEM(rows), sizeof(struct integration_args) }
/* clang-format on */

#endif
