/* SPDX-License-Identifier: MIT */
/*
 * command.h -- the table of commands: it dispatches, and it is the help.
 *
 * A command is a row below and a struct at the end of its noun's file.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include "ctl/ctl.h"
#include "ctl/terminal/args.h"

enum opening {
	OPEN_NONE,  /* it opens what it needs */
	OPEN_READ,  /* the database must be there */
	OPEN_WRITE, /* likewise */
	OPEN_MAKE,  /* is made when it is not there */
};

struct command {
	const char *noun, *verb; /* verb NULL: the noun says it all */
	const char *usage;       /* what comes behind the two */
	const char *summary;     /* one line */
	const char *details;     /* more of them for its own --help, or NULL */
	enum opening opening;
	struct arg_table args;
	/*
	 * `args` is the struct that the table fills. Writes to ctl->out only
	 * what is true even when it then fails: out is always printed.
	 */
	enum err (*run)(struct cx *cx, struct ctl *ctl, const void *args);
};

/* Alphabetical. */
#define COMMANDS(ROW)                                                                              \
	ROW(backup)                                                                                \
	ROW(check)                                                                                 \
	ROW(delivery_list)                                                                         \
	ROW(delivery_replay)                                                                       \
	ROW(delivery_show)                                                                         \
	ROW(doctor)                                                                                \
	ROW(export)                                                                                \
	ROW(import)                                                                                \
	ROW(integration_add)                                                                       \
	ROW(integration_list)                                                                      \
	ROW(integration_remove)                                                                    \
	ROW(integration_rotate)                                                                    \
	ROW(integration_set)                                                                       \
	ROW(integration_show)                                                                      \
	ROW(integration_test)                                                                      \
	ROW(play_list)                                                                             \
	ROW(restore)                                                                               \
	ROW(token_list)                                                                            \
	ROW(token_new)                                                                             \
	ROW(token_revoke)                                                                          \
	ROW(user_add)                                                                              \
	ROW(user_list)                                                                             \
	ROW(user_passwd)                                                                           \
	ROW(user_remove)

#define ROW(name) extern const struct command command_##name;
COMMANDS(ROW)
#undef ROW

/*
 * Finds the command that argv begins with (without the program's name), and
 * how many words name it. *noun is the word when at least that is one of ours,
 * else NULL. ERR_USAGE when there is no such command.
 */
MUST_CHECK enum err command_find(
	struct cx *cx, char **argv, const char **noun, const struct command **out);
int command_words(const struct command *c);

/* Both NULL: of the program; noun alone: of its verbs. */
void command_help(const char *noun, const struct command *c, FILE *to);

#endif
