/* SPDX-License-Identifier: MIT */
/*
 * text.h -- widths of text on a terminal, and times in tables.
 *
 * Widths are counted in columns of the terminal: two for most East Asian
 * characters and emoji, none for combining accents. The program must have set
 * LC_CTYPE to a UTF-8 locale.
 */
#ifndef CTL_TERMINAL_TEXT_H
#define CTL_TERMINAL_TEXT_H

#include "shared/base/shown.h"

/* text must be well-formed UTF-8, as from shown_text. */
size_t text_width(const char *text);
/* Length in bytes of the longest prefix that fits into `width` columns. */
size_t text_bytes(const char *text, size_t width);

enum { TEXT_TIME = 17 };

/* "2026-10-18 19:02", or "-" for UNSAID. */
void text_time(int64_t ms, char text[static TEXT_TIME]);

#endif
