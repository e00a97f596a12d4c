/* SPDX-License-Identifier: MIT */
/*
 * text.h -- words from outside, made fit to be shown.
 *
 * Titles and account names come from strangers; an escape sequence among them
 * would steer the terminal. Widths are counted in characters.
 */
#ifndef CTL_TERMINAL_TEXT_H
#define CTL_TERMINAL_TEXT_H

#include "shared/base/buf.h"

/* Well-formed UTF-8 without anything that text_add would escape. */
bool text_is_plain(const char *text);

/*
 * Appends `length` bytes of any kind; those of control characters, of signs
 * that turn the writing direction, and of no character at all as \xNN, but
 * for the ones in `keep`.
 */
void text_add(struct buf *b, const char *text, size_t length, const char *keep);

/* The same as a string of the arena. */
const char *text_shown(struct arena *a, const char *text);

/* text is well-formed, as text_shown makes it. */
size_t text_width(const char *text);
/* Bytes of its first `width` characters. */
size_t text_bytes(const char *text, size_t width);

enum { TEXT_TIME = 17 };

/* "2026-10-18 19:02", or "-" for UNSAID. */
void text_time(int64_t ms, char text[static TEXT_TIME]);

#endif
