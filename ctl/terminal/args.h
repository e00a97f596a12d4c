/* SPDX-License-Identifier: MIT */
/*
 * args.h -- a command's operands and options, one row each.
 *
 * The rows drive both --help and the parser. Values are stored in a zeroed
 * struct of the command: a text that was not given is NULL, an id or count 0.
 * Texts point into argv.
 */
#ifndef CTL_TERMINAL_ARGS_H
#define CTL_TERMINAL_ARGS_H

#include "shared/base/err.h"

enum arg_type {
	ARG_FLAG,    /* bool */
	ARG_TEXT,    /* const char *: 1 to max printable bytes */
	ARG_ID,      /* int64_t: from 1 */
	ARG_COUNT,   /* int64_t: 1 to max */
	ARG_SETTING, /* const char *: any text; shared/actions decides */
};

enum arg_need {
	ARG_OPTIONAL,
	ARG_NEEDED,
};

struct arg {
	const char *name;  /* "--user", or "NAME" for an operand */
	const char *value; /* what --help calls an option's value, or NULL */
	enum arg_type type;
	enum arg_need need;
	int64_t max;
	size_t at; /* offsetof the value */
	const char *help;
};

struct arg_table {
	const struct arg *rows;
	size_t count; /* at most 32 */
	size_t size;  /* of the struct that the rows fill */
};

/*
 * Parses the arguments after the command's name into *out, allocated from the
 * arena. Takes "--name value" and "--name=value"; "--" ends the options.
 * ERR_USAGE for anything that does not fit the table; the note says what.
 */
MUST_CHECK enum err args_read(
	struct cx *cx, const struct arg_table *table, int argc, char **argv, void **out);

/* Prints one line per row: "  --user NAME   the owner". */
void args_help(const struct arg_table *table, FILE *to);

#endif
