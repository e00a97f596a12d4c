/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/password.h"

#include "ctl/terminal/prompt.h"
#include "ctl/terminal/text.h"
#include "shared/crypto/password.h"
#include "shared/crypto/secret.h"

#include <unistd.h>

/* Room for one byte too many, to tell a line that is too long. */
enum { LINE_ROOM = PASSWORD_MAX + 2 };

static enum err ask_again(
	struct cx *cx, int tty, const struct prompt *first, const struct prompt *again)
{
	TRY(prompt_ask(cx, tty, "Enter it again: ", again));
	if (strcmp(first->line, again->line) != 0)
		return err_note(cx, ERR_INPUT, "the passwords differ; nothing was changed");
	return OK;
}

static enum err ask_twice(struct cx *cx, int tty, const char *user_name, const struct prompt *first)
{
	const char *question =
		arena_printf(cx->arena, "New password for %s: ", shown_text(cx->arena, user_name));
	char line[LINE_ROOM] = "";
	struct prompt again = { first->what, line, sizeof(line) };
	enum err err;

	TRY(prompt_ask(cx, tty, question, first));
	if (strlen(first->line) < PASSWORD_MIN)
		return err_note(cx, ERR_INPUT, "the password must have at least %d characters",
			PASSWORD_MIN);
	err = ask_again(cx, tty, first, &again);
	secret_wipe(line, sizeof(line));
	return err;
}

static enum err ask_on_terminal(struct cx *cx, const char *user_name, const struct prompt *prompt)
{
	int tty = -1;
	enum err err;

	TRY(prompt_open(cx, prompt->what, "--password-stdin reads it from standard input", &tty));
	err = ask_twice(cx, tty, user_name, prompt);
	close(tty);
	return err;
}

static enum err read_and_hash(struct cx *cx, enum password_from from, const char *user_name,
	const struct prompt *prompt, char hash[static PASSWORD_HASH_TEXT])
{
	if (from == PASSWORD_STDIN)
		TRY(prompt_read(cx, STDIN_FILENO, prompt));
	else
		TRY(ask_on_terminal(cx, user_name, prompt));
	return password_hash(cx, prompt->line, hash);
}

enum err password_read(struct cx *cx, enum password_from from, const char *user_name,
	char hash[static PASSWORD_HASH_TEXT])
{
	char line[LINE_ROOM] = "";
	struct prompt prompt = { "password", line, sizeof(line) };
	enum err err = read_and_hash(cx, from, user_name, &prompt, hash);

	secret_wipe(line, sizeof(line));
	return err;
}
