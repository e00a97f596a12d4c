/* SPDX-License-Identifier: MIT */
/*
 * item.h -- a book, podcast or episode of Audiobookshelf, and how it is kept.
 *
 * The server sends seconds with decimals. They are kept as whole microseconds,
 * which is precise enough for 95 % of a book to stay exactly 95 %.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_ITEM_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_ITEM_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

enum { SECOND = 1000000, MICROS_PER_MS = 1000 };

/* A book, a podcast or an episode, as the server describes it. */
struct abs_item {
	const char *id;
	enum { ITEM_UNKNOWN, ITEM_KNOWN, ITEM_HIDDEN } standing;
	bool is_asked;   /* in this run */
	bool is_podcast; /* by the rows that name it */
	bool has_audio;
	const char *title, *author;
	const char *asin, *isbn, *itunes; /* as spelled there, or NULL */
	int64_t duration;                 /* microseconds, 0 unknown */
	int year;                         /* or UNSAID */
};

/* From the expanded or the minified form of an item. */
void abs_item_read(struct cx *cx, struct json entry, struct abs_item *item);

/* The remembered form of an item, and back. */
const char *abs_item_text(struct cx *cx, const struct abs_item *item);
void abs_item_recall(struct cx *cx, const char *text, struct abs_item *item);

/* Until when that form may be used. */
int64_t abs_item_until(int64_t now_ms, const struct abs_item *item);

/* Letters, digits, '-' and '_' only, because ids become parts of paths. */
bool abs_is_id(const char *id);

#endif
