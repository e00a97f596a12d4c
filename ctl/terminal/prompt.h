/* SPDX-License-Identifier: MIT */
/*
 * prompt.h -- a line that nobody else may see: a password, a key.
 *
 * It lands in room of the caller's, who wipes it.
 */
#ifndef CTL_TERMINAL_PROMPT_H
#define CTL_TERMINAL_PROMPT_H

#include "shared/base/err.h"

struct prompt {
	const char *what; /* "password" */
	char *line;
	size_t room; /* with the NUL; a line that needs more is too long */
};

/* The first line of an open file. ERR_INPUT when it is empty or no text. */
MUST_CHECK enum err prompt_read(struct cx *cx, int fd, const struct prompt *prompt);

/* The same, typed on a terminal, without echo. */
MUST_CHECK enum err prompt_ask(
	struct cx *cx, int tty, const char *question, const struct prompt *prompt);

/*
 * The terminal we were started on, to be closed. ERR_USAGE when there is none;
 * `instead` says what to do then: "--key-stdin reads it from ...".
 */
MUST_CHECK enum err prompt_open(struct cx *cx, const char *what, const char *instead, int *tty);

#endif
