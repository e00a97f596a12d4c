/* SPDX-License-Identifier: MIT */
/* utf8.h -- checks for UTF-8 text (RFC 3629) without NUL. */
#ifndef SHARED_BASE_UTF8_H
#define SHARED_BASE_UTF8_H

#include "shared/base/base.h"

/* The length of the character at `at`, at most `left`; 0 if it is malformed. */
size_t utf8_length(const char *at, size_t left);

/* Well-formed (no overlong form, no surrogate, nothing past U+10FFFF). */
bool utf8_is_text(const char *text, size_t length);

/* Writes a character, which is no surrogate; returns its length, at most 4. */
size_t utf8_put(char *to, unsigned code);

/* The longest length up to max that does not split a character. */
size_t utf8_cut(const char *text, size_t max);

/*
 * The length of the character at `at` if it has to be escaped in a terminal, a
 * log or a JSON string: quotes, backslashes, controls, C1 controls, marks that
 * change the direction of writing. Else 0. *code is the character.
 */
size_t utf8_awkward(const char *at, unsigned *code);

/* How many bytes from there on are ASCII that is not: nearly always all. */
size_t utf8_tame(const char *at);

/* Valid UTF-8 without control characters: a name in one line. */
bool utf8_is_line(const char *text);

enum { UTF8_CHAR_MAX = 4 };

/* Bytes of the character at `at`; 0 if there is no valid one. */
size_t utf8_step(const char *at, size_t left);

#endif
