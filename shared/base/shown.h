/* SPDX-License-Identifier: MIT */
/*
 * shown.h -- makes untrusted text safe to print: on a terminal, in a log.
 *
 * Titles, names and what servers say come from outside and may hold escape
 * sequences and line breaks.
 */
#ifndef SHARED_BASE_SHOWN_H
#define SHARED_BASE_SHOWN_H

#include "shared/base/buf.h"

/* True for well-formed UTF-8 that shown_add would not escape. */
bool shown_is_plain(const char *text);

/*
 * Appends `length` arbitrary bytes. Control characters, bidirectional controls
 * and invalid UTF-8 are written as \xNN, except for characters in `keep`.
 */
void shown_add(struct buf *b, const char *text, size_t length, const char *keep);

/* The same, as a string in the arena; keeps nothing. */
const char *shown_text(struct arena *a, const char *text);

#endif
