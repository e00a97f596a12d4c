/* SPDX-License-Identifier: MIT */
/* utf8.h -- is it text? RFC 3629, without NUL. */
#ifndef SHARED_BASE_UTF8_H
#define SHARED_BASE_UTF8_H

#include "shared/base/base.h"

/* Bytes of the character at `at`, of `left` at most; 0 when it is none. */
size_t utf8_length(const char *at, size_t left);

/* Well-formed (no overlong form, no surrogate, nothing past U+10FFFF). */
bool utf8_is_text(const char *text, size_t length);

/* Writes a character, at most 4 bytes; how many it took. No surrogate. */
size_t utf8_put(char *to, unsigned code);

/* The longest length up to max that does not split a character. */
size_t utf8_cut(const char *text, size_t max);

/*
 * Bytes at `at` that must not reach a terminal, a log or a JSON string as
 * they are: quotes, controls, C1 controls, and the marks that turn the
 * direction of writing. 0 when there are none; *code is the character.
 */
size_t utf8_awkward(const char *at, unsigned *code);

#endif
