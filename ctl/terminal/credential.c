/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/credential.h"

#include "ctl/terminal/prompt.h"
#include "shared/base/acting.h"
#include "shared/crypto/secret.h"
#include "shared/providers/field.h"

#include <fcntl.h>
#include <unistd.h>

static enum err read_file(struct cx *cx, const char *path, const struct prompt *prompt)
{
	enum err err;
	int fd;

	acting_pause();
	fd = open(path, O_RDONLY | O_CLOEXEC);
	acting_resume();
	if (fd < 0)
		return err_note(
			cx, ERR_INPUT, "cannot read the key: %s: %s", path, strerror(errno));
	err = prompt_read(cx, fd, prompt);
	close(fd);
	return err;
}

static enum err ask(struct cx *cx, const struct credential_from *from, const struct prompt *prompt)
{
	int tty = -1;
	enum err err;

	TRY(prompt_open(cx, prompt->what,
		"--key-stdin reads it from standard input, --key-from FILE from a file", &tty));
	dprintf(tty, "%s", from->intro);
	err = prompt_ask(cx, tty, from->question, prompt);
	close(tty);
	return err;
}

static char *trim(char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]))
		text[--length] = '\0';
	return text;
}

enum err credential_read(struct cx *cx, const struct credential_from *from, struct credential *out)
{
	struct prompt prompt = { "key", out->line, sizeof(out->line) };

	out->line[0] = '\0';
	if (from->file)
		TRY(read_file(cx, from->file, &prompt));
	else if (from->is_stdin && !isatty(STDIN_FILENO))
		TRY(prompt_read(cx, STDIN_FILENO, &prompt));
	else
		TRY(ask(cx, from, &prompt));
	out->text = trim(out->line);
	return field_types[FIELD_KEY].check(cx, out->text, &out->text);
}

void credential_wipe(struct credential *c)
{
	secret_wipe(c->line, sizeof(c->line));
}
