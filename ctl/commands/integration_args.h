/* SPDX-License-Identifier: MIT */
/* integration_args.h -- what `integration add` and `set` have in common. */
#ifndef CTL_COMMANDS_INTEGRATION_ARGS_H
#define CTL_COMMANDS_INTEGRATION_ARGS_H

#include "ctl/commands/integration.h"
#include "ctl/terminal/args.h"
#include "shared/base/url.h"

enum { ONLY_USER_MAX = 200 };

struct integration_args {
	const char *provider, *user, *name, *only_user;
	int64_t id, start, complete; /* hundredths of a per cent, or UNSAID */
	bool all_users, enable, disable, is_sure;
	struct server_options server;
};
#define AT(member) offsetof(struct integration_args, member)

/* Who can be asked; who sends is in the table of sinks. */
extern const char integration_asked[];

/* ERR_USAGE for options that this provider has no use for. */
MUST_CHECK enum err integration_check_only_user(
	struct cx *cx, const char *provider, const char *only_user);
MUST_CHECK enum err integration_check_server(
	struct cx *cx, const char *provider, const struct server_options *o);

/* Those that were said. */
void integration_set_limits(struct limits *limits, const struct integration_args *a);

/* Rows of tables of arguments. */
/* clang-format off */
#define SERVER(member) \
	(AT(server) + offsetof(struct server_options, member))
#define CA_FILE { "--ca-file", "FILE", ARG_TEXT, ARG_OPTIONAL, FILE_MAX, \
	SERVER(ca_file), "an own authority for its certificate (PEM)" }
#define KEY_FROM { "--key-from", "FILE", ARG_TEXT, ARG_OPTIONAL, FILE_MAX, \
	SERVER(key_from), "read its key from a file, first line" }
#define KEY_STDIN { "--key-stdin", NULL, ARG_FLAG, ARG_OPTIONAL, 0, \
	SERVER(key_stdin), "read its key from standard input, one line" }
#define UNCHECKED { "--unchecked", NULL, ARG_FLAG, ARG_OPTIONAL, 0, \
	SERVER(is_unchecked), "store it without asking the server" }
#define URL { "--url", "URL", ARG_TEXT, ARG_OPTIONAL, ADDRESS_MAX, \
	SERVER(url), \
	"of a server that is asked: http://nas:13378" }
#define COMPLETE { "--complete", "PERCENT", ARG_PERCENT, ARG_OPTIONAL, 0, \
	AT(complete), "completed is what is further than this (95)" }
#define NAME { "--name", "NAME", ARG_TEXT, ARG_OPTIONAL, \
	INTEGRATION_NAME_MAX, AT(name), "for you: \"Living room\"" }
#define ONLY_USER { "--only-user", "NAME", ARG_TEXT, ARG_OPTIONAL, \
	ONLY_USER_MAX, AT(only_user), \
	"listen to this account of the sender only" }
#define START { "--start", "PERCENT", ARG_PERCENT, ARG_OPTIONAL, 0, \
	AT(start), "started is what is further than this (2)" }
#define TABLE(rows) { rows, NELEM(rows), sizeof(struct integration_args) }
/* clang-format on */

#endif
