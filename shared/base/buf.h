/* SPDX-License-Identifier: MIT */
/*
 * buf.h -- growing text with a ceiling.
 *
 * The maximum is set at the start. Text that would exceed it is dropped and
 * sets `cut`, so a caller checks once, at the end. Always NUL-terminated.
 */
#ifndef SHARED_BASE_BUF_H
#define SHARED_BASE_BUF_H

#include "shared/base/arena.h"

struct buf {
	struct arena *arena;
	char *text; /* NUL-terminated, in the arena */
	size_t length, max;
	size_t room; /* including the NUL; at most max + 1 */
	bool cut;    /* something did not fit */
};

void buf_init(struct buf *b, struct arena *a, size_t max);

/* Makes room for `more` bytes; false, with `cut` set, beyond the maximum. */
bool buf_grow(struct buf *b, size_t more);

/* Inline: answers and log lines are made of a hundred small pieces. */
static inline bool buf_reserve(struct buf *b, size_t more)
{
	return more < b->room - b->length || buf_grow(b, more);
}

static inline void buf_add(struct buf *b, const void *bytes, size_t length)
{
	if (!buf_reserve(b, length))
		return;
	memcpy(b->text + b->length, bytes, length);
	b->length += length;
	b->text[b->length] = '\0';
}

static inline void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_add_i64(struct buf *b, int64_t number); /* in decimal */
PRINTF(2, 3) void buf_addf(struct buf *b, const char *format, ...);

#endif
