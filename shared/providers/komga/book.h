/* SPDX-License-Identifier: MIT */
/* book.h -- a book of Komga and how far it was read, as its list shows it. */
#ifndef SHARED_PROVIDERS_KOMGA_BOOK_H
#define SHARED_PROVIDERS_KOMGA_BOOK_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

/* What counts of it: a change of this is news. */
struct komga_state {
	int64_t page, pages; /* 0 pages: not known */
	bool is_completed;
	const char *title, *isbn; /* or NULL */
};

struct komga_book {
	const char *id;
	const char *author;        /* or NULL */
	int year;                  /* or UNSAID */
	int64_t read_ms, began_ms; /* UNSAID: not said */
	struct komga_state now, past;
	bool is_known; /* it was passed on before, as `past` */
	bool is_news;
	const char *text; /* the entry, once it is news */
};

/* Reads an entry of the list; copies it. ERR_INPUT without a usable id. */
MUST_CHECK enum err komga_book_read(struct cx *cx, struct json entry, struct komga_book *book);

/* Compares it with what was remembered of it, or NULL. */
void komga_book_compare(struct cx *cx, struct komga_book *book, const char *remembered);

/* What to remember of it. */
const char *komga_book_state(struct cx *cx, const struct komga_book *book);

/* What it says. Ids of the server are kept with its address. */
void komga_book_message(
	struct cx *cx, const struct komga_book *book, const char *server, struct message *out);

#endif
