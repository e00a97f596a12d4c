/* SPDX-License-Identifier: MIT */
/*
 * password.c -- see password.h. While the echo is off, a signal that would end
 * us first restores the terminal: the handler only notes it, the read ends,
 * and it is raised again when all is as before.
 */
#include "ctl/password.h"

#include "ctl/text.h"
#include "shared/utf8.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

/* A longer line is too long, whatever follows. */
enum { LINE_ROOM = PASSWORD_MAX + 2 };

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
	caught = number;
}

/* Octet by octet: what follows the line belongs to whoever reads next. */
static enum err read_line(struct cx *cx, int fd, char line[static LINE_ROOM])
{
	size_t length = 0;
	char c = '\0';
	ssize_t got = 1;

	while (!caught && (got = read(fd, &c, 1)) == 1 && c != '\n') {
		if (length == LINE_ROOM - 1 || c == '\0')
			return err_note(cx, ERR_INPUT,
				"that is no password: too long, or not text");
		line[length++] = c;
	}
	line[length] = '\0';
	secret_wipe(&c, sizeof(c));
	if (got < 0 && !caught)
		return err_note(cx, ERR_INPUT, "cannot read the password: %s",
			strerror(errno));
	if (length > 0 && line[length - 1] == '\r')
		line[--length] = '\0';
	if (length == 0)
		return err_note(cx, ERR_INPUT, "no password was given");
	if (!utf8_is_text(line, length))
		return err_note(cx, ERR_INPUT, "a password is UTF-8");
	return OK;
}

static enum err ask(struct cx *cx, int tty, const char *question,
	char line[static LINE_ROOM])
{
	struct sigaction noting = { .sa_handler = note_signal };
	struct sigaction before[NELEM(ending)];
	struct termios shown, hidden;
	enum err err;

	if (tcgetattr(tty, &shown) != 0)
		return err_note(cx, ERR_USAGE, "the terminal does not answer");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ECHONL;
	hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
	caught = 0;
	for (size_t i = 0; i < NELEM(ending); i++)
		sigaction(ending[i], &noting, &before[i]);
	dprintf(tty, "%s", question);
	tcsetattr(tty, TCSAFLUSH, &hidden);
	err = read_line(cx, tty, line);
	tcsetattr(tty, TCSAFLUSH, &shown);
	for (size_t i = 0; i < NELEM(ending); i++)
		sigaction(ending[i], &before[i], NULL);
	if (caught || err != OK)
		dprintf(tty, "\n"); /* the line was left without its end */
	if (caught)
		raise(caught);
	return err;
}

static enum err ask_twice(struct cx *cx, int tty, const char *user_name,
	char line[static LINE_ROOM])
{
	const char *question = arena_printf(cx->arena,
		"New password of %s: ", text_shown(cx->arena, user_name));
	char again[LINE_ROOM] = "";
	enum err err = ask(cx, tty, question, line);

	if (err == OK && strlen(line) < PASSWORD_MIN)
		return err_note(cx, ERR_INPUT,
			"a password has at least %d characters", PASSWORD_MIN);
	if (err == OK)
		err = ask(cx, tty, "The same again: ", again);
	if (err == OK && strcmp(line, again) != 0)
		err = err_note(
			cx, ERR_INPUT, "the two differ; nothing was changed");
	secret_wipe(again, sizeof(again));
	return err;
}

static enum err ask_on_terminal(
	struct cx *cx, const char *user_name, char line[static LINE_ROOM])
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	enum err err;

	if (tty < 0)
		return err_note(cx, ERR_USAGE,
			"there is no terminal to ask for the password on; "
			"--password-stdin reads it from standard input");
	err = ask_twice(cx, tty, user_name, line);
	close(tty);
	return err;
}

enum err password_read(struct cx *cx, enum password_from from,
	const char *user_name, char hash[static PASSWORD_HASH_TEXT])
{
	char line[LINE_ROOM] = "";
	enum err err = OK;

	caught = 0;
	if (from == PASSWORD_STDIN)
		err = read_line(cx, STDIN_FILENO, line);
	else
		err = ask_on_terminal(cx, user_name, line);
	if (err == OK)
		err = secret_hash_password(cx, line, hash);
	secret_wipe(line, sizeof(line));
	return err;
}
