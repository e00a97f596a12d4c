/* SPDX-License-Identifier: MIT */
/*
 * command.h -- the table of commands, used for dispatch and for --help.
 *
 * A command is a row below and a struct at the end of its noun's file.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include "ctl/ctl.h"
#include "ctl/terminal/args.h"

enum opening {
	OPEN_NONE,  /* not opened; the command opens what it needs */
	OPEN_READ,  /* read-only; the database must exist */
	OPEN_WRITE, /* read and write; the database must exist */
	OPEN_MAKE,  /* created if it does not exist */
};

struct command {
	const char *noun, *verb; /* verb NULL: a command of one word */
	const char *usage;       /* the arguments, after noun and verb */
	const char *summary;     /* one line */
	const char *details;     /* further lines of its own --help, or NULL */
	void (*more)(FILE *to);  /* prints what they cannot know, such as a table; or NULL */
	enum opening opening;
	struct arg_table args;
	/*
	 * `args` is the struct that the table fills. ctl->out is printed even
	 * when the command fails, so write only what is true in any case.
	 */
	enum err (*run)(struct cx *cx, struct ctl *ctl, const void *args);
};

/* Alphabetical. */
#define COMMANDS(ROW)                                                                              \
	ROW(account_add)                                                                           \
	ROW(account_give)                                                                          \
	ROW(account_ignore)                                                                        \
	ROW(account_list)                                                                          \
	ROW(account_take_back)                                                                     \
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
	ROW(integration_policy)                                                                    \
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
	ROW(unmatched_list)                                                                        \
	ROW(unmatched_name)                                                                        \
	ROW(unmatched_undo)                                                                        \
	ROW(user_add)                                                                              \
	ROW(user_list)                                                                             \
	ROW(user_passwd)                                                                           \
	ROW(user_remove)                                                                           \
	ROW(user_show)

#define ROW(name) extern const struct command command_##name;
COMMANDS(ROW)
#undef ROW

/*
 * Finds the command that argv (without the program's name) begins with. *noun
 * is set if the first word is a known noun, else NULL. ERR_USAGE when there is
 * no such command.
 */
MUST_CHECK enum err command_find(
	struct cx *cx, char **argv, const char **noun, const struct command **out);
int command_words(const struct command *c); /* in its name: 1 or 2 */

/* Both NULL: help of the program. Only noun: help of its verbs. */
void command_help(const char *noun, const struct command *c, FILE *to);

#endif
