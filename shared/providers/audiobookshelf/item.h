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
	bool is_wanted;  /* an answer in this run is going to describe it */
	bool is_lost;    /* no answer about it came whole in this run */
	bool is_podcast; /* by the rows that name it */
	bool has_audio, has_ebook;
	const char *title, *author;
	const char *asin, *isbn, *itunes; /* as spelled there, or NULL */
	const char *guid;                 /* of an episode: stays when it is downloaded anew */
	int64_t duration;                 /* microseconds, 0 unknown */
	int year;                         /* or UNSAID */
	int64_t until_ms;                 /* what is remembered of it is good until then */
	const char *remembered;           /* its remembered form, or NULL */
	uint64_t print_before;            /* of that form; 0: there is none */
	struct abs_row *rows;             /* that name it: row->next_of_item */
};

/* From the expanded or the minified form of an item. */
void abs_item_read(struct cx *cx, struct json entry, struct abs_item *item);

/* From the answer for one episode. */
void abs_episode_read(struct cx *cx, struct json root, struct abs_item *episode);

/* The remembered form of an item, and back. */
const char *abs_item_text(struct cx *cx, const struct abs_item *item);
void abs_item_recall(struct cx *cx, const char *text, struct abs_item *item);

/* Until when that form may be used. */
int64_t abs_item_until(int64_t now_ms, const struct abs_item *item);

/*
 * Is it to be asked for? An item whose row has news is, once it is forgotten;
 * the others are after a day: ids that people add and titles that they correct
 * change no row.
 */
bool abs_item_is_due(int64_t now_ms, const struct abs_item *item, bool has_news);

/* Its ids of public catalogs, in their normal form. */
void abs_item_ids(const struct abs_item *item, struct ids *out);

/* A number that changes with its title, author, year and ids; never 0. */
uint64_t abs_item_print(const struct abs_item *item);

/* Letters, digits, '-' and '_' only, because ids become parts of paths. */
bool abs_is_id(const char *id);

#endif
