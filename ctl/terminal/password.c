/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/password.h"

#include "ctl/terminal/prompt.h"
#include "ctl/terminal/text.h"

#include <unistd.h>

/* A longer line is too long, whatever follows. */
enum { LINE_ROOM = PASSWORD_MAX + 2 };

static enum err ask_twice(struct cx *cx, int tty, const char *user_name, const struct prompt *first)
{
	const char *question =
		arena_printf(cx->arena, "New password of %s: ", text_shown(cx->arena, user_name));
	char line[LINE_ROOM] = "";
	struct prompt again = { first->what, line, sizeof(line) };
	enum err err = prompt_ask(cx, tty, question, first);

	if (err == OK && strlen(first->line) < PASSWORD_MIN)
		return err_note(
			cx, ERR_INPUT, "a password has at least %d characters", PASSWORD_MIN);
	if (err == OK)
		err = prompt_ask(cx, tty, "The same again: ", &again);
	if (err == OK && strcmp(first->line, line) != 0)
		err = err_note(cx, ERR_INPUT, "the two differ; nothing was changed");
	secret_wipe(line, sizeof(line));
	return err;
}

static enum err ask_on_terminal(struct cx *cx, const char *user_name, const struct prompt *prompt)
{
	int tty = -1;
	enum err err = prompt_open(
		cx, prompt->what, "--password-stdin reads it from standard input", &tty);

	if (err != OK)
		return err;
	err = ask_twice(cx, tty, user_name, prompt);
	close(tty);
	return err;
}

enum err password_read(struct cx *cx, enum password_from from, const char *user_name,
	char hash[static PASSWORD_HASH_TEXT])
{
	char line[LINE_ROOM] = "";
	struct prompt prompt = { "password", line, sizeof(line) };
	enum err err = OK;

	if (from == PASSWORD_STDIN)
		err = prompt_read(cx, STDIN_FILENO, &prompt);
	else
		err = ask_on_terminal(cx, user_name, &prompt);
	if (err == OK)
		err = secret_hash_password(cx, line, hash);
	secret_wipe(line, sizeof(line));
	return err;
}
