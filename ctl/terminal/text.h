/* SPDX-License-Identifier: MIT */
/*
 * text.h -- makes untrusted text safe to print on a terminal.
 *
 * Titles and user names come from other systems and may hold escape sequences.
 * Widths are counted in columns of the terminal: two for most East Asian
 * characters and emoji, none for combining accents. The program must have set
 * LC_CTYPE to a UTF-8 locale.
 */
#ifndef CTL_TERMINAL_TEXT_H
#define CTL_TERMINAL_TEXT_H

#include "shared/base/buf.h"

/* True for well-formed UTF-8 that text_add would not escape. */
bool text_is_plain(const char *text);

/*
 * Appends `length` arbitrary bytes. Control characters, bidirectional controls
 * and invalid UTF-8 are written as \xNN, except for characters in `keep`.
 */
void text_add(struct buf *b, const char *text, size_t length, const char *keep);

/* The same, as a string in the arena; keeps nothing. */
const char *text_shown(struct arena *a, const char *text);

/* text must be well-formed UTF-8, as from text_shown. */
size_t text_width(const char *text);
/* Length in bytes of the longest prefix that fits into `width` columns. */
size_t text_bytes(const char *text, size_t width);

enum { TEXT_TIME = 17 };

/* "2026-10-18 19:02", or "-" for UNSAID. */
void text_time(int64_t ms, char text[static TEXT_TIME]);

#endif
