/* SPDX-License-Identifier: MIT */
/*
 * buf.h -- growing text with a ceiling.
 *
 * The maximum is named at the start. What would go past it is dropped and
 * remembered in `cut`, so a caller asks once, at the end. Always ends in NUL.
 */
#ifndef SHARED_BUF_H
#define SHARED_BUF_H

#include "shared/arena.h"

struct buf {
	struct arena *arena;
	char *text; /* NUL-terminated, in the arena */
	size_t length, room, max;
	bool cut; /* something did not fit below max */
};

void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_add(struct buf *b, const void *octets, size_t length);
void buf_puts(struct buf *b, const char *text);
void buf_add_i64(struct buf *b, int64_t number); /* in decimal */
PRINTF(2, 3) void buf_addf(struct buf *b, const char *format, ...);

#endif
