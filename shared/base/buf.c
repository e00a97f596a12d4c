/* SPDX-License-Identifier: MIT */
/* buf.c -- growth doubles the room; the old text stays in the arena. */
#include "shared/base/buf.h"

enum { FIRST_ROOM = 256 };

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){ .arena = a, .max = max };
	b->room = FIRST_ROOM < max + 1 ? FIRST_ROOM : max + 1;
	b->text = arena_raw(a, b->room);
	b->text[0] = '\0';
}

bool buf_grow(struct buf *b, size_t more)
{
	size_t room = b->room;
	char *text;

	if (b->cut || more > b->max - b->length) {
		b->cut = true;
		b->room = b->length + 1; /* nothing later fits either */
		return false;
	}
	while (room <= b->length + more)
		room *= 2;
	if (room > b->max + 1)
		room = b->max + 1;
	text = arena_raw(b->arena, room);
	memcpy(text, b->text, b->length + 1);
	b->text = text;
	b->room = room;
	return true;
}

/* Answers are full of numbers; printf is ten times slower. */
void buf_add_i64(struct buf *b, int64_t number)
{
	char digits[20]; /* INT64_MIN has nineteen and a sign */
	char *end = digits + sizeof(digits), *at = end;
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (number < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(end - at));
}

void buf_addf(struct buf *b, const char *format, ...)
{
	char small[64]; /* usually a number */
	va_list args, again;
	int length;

	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (length >= 0 && (size_t)length < sizeof(small)) {
		buf_add(b, small, (size_t)length);
	} else if (length >= 0 && buf_reserve(b, (size_t)length)) {
		vsnprintf(b->text + b->length, (size_t)length + 1, format, again);
		b->length += (size_t)length;
	}
	va_end(again);
}
