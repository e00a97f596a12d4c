/* SPDX-License-Identifier: MIT */
#include "ctl/command.h"

#define ROW(name) &command_##name,
static const struct command *const commands[] = { COMMANDS(ROW) };
#undef ROW

int command_words(const struct command *c)
{
	return c->verb ? 2 : 1;
}

/* "add, list, remove" */
static const char *verbs_of(struct cx *cx, const char *noun)
{
	const char *list = NULL;

	for (size_t i = 0; i < NELEM(commands); i++) {
		if (strcmp(commands[i]->noun, noun) != 0)
			continue;
		list = list ? arena_printf(cx->arena, "%s, %s", list, commands[i]->verb)
			    : commands[i]->verb;
	}
	return list;
}

enum err command_find(struct cx *cx, char **argv, const char **noun, const struct command **out)
{
	*noun = NULL;
	*out = NULL;
	if (!argv[0])
		return err_note(cx, ERR_USAGE, "no command given");
	for (size_t i = 0; i < NELEM(commands) && !*out; i++) {
		const struct command *c = commands[i];

		if (strcmp(c->noun, argv[0]) != 0)
			continue;
		*noun = c->noun;
		if (!c->verb || (argv[1] && strcmp(c->verb, argv[1]) == 0))
			*out = c;
	}
	if (*out)
		return OK;
	if (*noun && argv[1])
		return err_note(cx, ERR_USAGE, "there is no command \"%s %s\"; %s takes: %s", *noun,
			argv[1], *noun, verbs_of(cx, *noun));
	if (*noun)
		return err_note(cx, ERR_USAGE, "%s needs one of: %s", *noun, verbs_of(cx, *noun));
	return err_note(cx, ERR_USAGE, "there is no %s \"%s\"",
		argv[0][0] == '-' ? "option" : "command", argv[0]);
}

static void list_commands(const char *noun, FILE *to)
{
	for (size_t i = 0; i < NELEM(commands); i++) {
		const struct command *c = commands[i];
		char left[60];

		if (noun && strcmp(c->noun, noun) != 0)
			continue;
		snprintf(left, sizeof(left), "%s%s%s", c->noun, c->verb ? " " : "",
			c->verb ? c->verb : "");
		fprintf(to, "  %-22s  %s\n", left, c->summary);
	}
}

static void help_one(const struct command *c, FILE *to)
{
	fprintf(to, "usage: ryotctl %s%s%s%s%s\n\n%s.\n", c->noun, c->verb ? " " : "",
		c->verb ? c->verb : "", *c->usage ? " " : "", c->usage, c->summary);
	if (c->details)
		fprintf(to, "\n%s\n", c->details);
	if (c->more)
		c->more(to);
	if (c->args.count > 0)
		fprintf(to, "\narguments and options:\n");
	args_help(&c->args, to);
	fprintf(to, "\noptions of every command: ryotctl --help\n");
}

void command_help(const char *noun, const struct command *c, FILE *to)
{
	if (c) {
		help_one(c, to);
		return;
	}
	fprintf(to, "usage: ryotctl %s%sCOMMAND [OPTION...]\n\ncommands:\n", noun ? noun : "",
		noun ? " " : "");
	list_commands(noun, to);
	if (noun) {
		fprintf(to, "\nmore help: ryotctl %s COMMAND --help\n", noun);
		return;
	}
	fprintf(to, "\noptions of every command:\n"
		    "  --json            print one JSON document\n"
		    "  --help            print help, also for one command\n"
		    "  --version         print the version\n");
	conf_help(to);
	fprintf(to, "\nmore help: ryotctl COMMAND --help\n");
}
