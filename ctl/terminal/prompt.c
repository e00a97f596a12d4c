/* SPDX-License-Identifier: MIT */
/*
 * prompt.c -- reads secrets without echo.
 *
 * A fatal signal must not leave the terminal without echo. The handler only
 * records it, which interrupts the read; it is raised again after terminal and
 * handlers are restored.
 */
#include "ctl/terminal/prompt.h"

#include "shared/base/utf8.h"
#include "shared/crypto/secret.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
	caught = number;
}

/* Byte by byte: the rest of the input belongs to the next reader. */
static enum err read_line(struct cx *cx, int fd, const struct prompt *p)
{
	size_t length = 0;
	char c = '\0';
	ssize_t got = 1;

	while (!caught && (got = read(fd, &c, 1)) == 1 && c != '\n') {
		if (length == p->room - 1 || c == '\0')
			return err_note(cx, ERR_INPUT,
				"this is not a %s: it is too long, or not text", p->what);
		p->line[length++] = c;
	}
	p->line[length] = '\0';
	secret_wipe(&c, sizeof(c));
	if (got < 0 && !caught)
		return err_note(cx, ERR_INPUT, "cannot read the %s: %s", p->what, strerror(errno));
	if (length > 0 && p->line[length - 1] == '\r')
		p->line[--length] = '\0';
	if (length == 0)
		return err_note(cx, ERR_INPUT, "no %s was given", p->what);
	if (!utf8_is_text(p->line, length))
		return err_note(cx, ERR_INPUT, "the %s is not UTF-8", p->what);
	return OK;
}

enum err prompt_read(struct cx *cx, int fd, const struct prompt *p)
{
	caught = 0;
	return read_line(cx, fd, p);
}

enum err prompt_ask(struct cx *cx, int tty, const char *question, const struct prompt *p)
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
	tcsetattr(tty, TCSAFLUSH, &hidden);
	dprintf(tty, "%s", question);
	err = read_line(cx, tty, p);
	tcsetattr(tty, TCSAFLUSH, &shown);
	for (size_t i = 0; i < NELEM(ending); i++)
		sigaction(ending[i], &before[i], NULL);
	if (caught || err != OK)
		dprintf(tty, "\n"); /* end the unfinished line */
	if (caught)
		raise(caught);
	return err;
}

enum err prompt_open(struct cx *cx, const char *what, const char *instead, int *tty)
{
	*tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*tty < 0)
		return err_note(cx, ERR_USAGE, "there is no terminal to ask for the %s on; %s",
			what, instead);
	return OK;
}
