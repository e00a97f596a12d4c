/* SPDX-License-Identifier: MIT */
/*
 * prompt.h -- reads one secret line: a password or a key.
 *
 * The line is stored in the caller's buffer; the caller wipes it.
 */
#ifndef CTL_TERMINAL_PROMPT_H
#define CTL_TERMINAL_PROMPT_H

#include "shared/base/err.h"

struct prompt {
	const char *what; /* "password" */
	char *line;
	size_t room; /* of line, NUL included; a longer line is an error */
};

/* Reads the first line of an open file. ERR_INPUT if empty or not text. */
MUST_CHECK enum err prompt_read(struct cx *cx, int fd, const struct prompt *prompt);

/* Asks on a terminal, without echo. */
MUST_CHECK enum err prompt_ask(
	struct cx *cx, int tty, const char *question, const struct prompt *prompt);

/*
 * Opens the controlling terminal; the caller closes it. ERR_USAGE if there is
 * none, with `instead` as advice: "--key-stdin reads it from ...".
 */
MUST_CHECK enum err prompt_open(struct cx *cx, const char *what, const char *instead, int *tty);

#endif
