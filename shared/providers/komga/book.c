/* SPDX-License-Identifier: MIT */
#include "shared/providers/komga/book.h"

#include "shared/base/clock.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"
#include "shared/json/write.h"
#include "shared/providers/local.h"

enum { PAGES_MAX = 1000000, TIME_MAX = 40, STATE_MAX = 16 << 10 };

static const struct range pages_range = { 0, PAGES_MAX };

/* It becomes part of an address. */
static bool is_id(const char *id)
{
	size_t length = strlen(id);

	return length > 0 && length <= 60 &&
	       strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789-_") == length;
}

static const char *text_of(struct cx *cx, struct json in, const char *key, size_t max)
{
	const char *text = json_loose_str(cx, in, key, max);

	return text && *text ? text : NULL;
}

static int64_t time_of(struct cx *cx, struct json in, const char *key)
{
	const char *text = json_loose_str(cx, in, key, TIME_MAX);
	int64_t ms;

	return text && clock_parse(text, &ms) ? ms : UNSAID;
}

/* The first writer; the others drew, coloured or translated it. */
static const char *author_of(struct cx *cx, struct json metadata)
{
	struct json_walk authors = json_walk(cx, metadata, "authors");
	struct json author;

	while (json_next(&authors, &author)) {
		const char *role = json_loose_str(cx, author, "role", REPORT_WORD_MAX);

		if (role && strcmp(role, "writer") == 0)
			return text_of(cx, author, "name", REPORT_NAME_MAX);
	}
	return NULL;
}

/* An issue is called after its series, which its own title rarely names. */
static const char *title_of(struct cx *cx, struct json entry, struct json metadata)
{
	const char *series = text_of(cx, entry, "seriesTitle", REPORT_NAME_MAX);
	const char *own = text_of(cx, metadata, "title", REPORT_NAME_MAX);
	const char *number = text_of(cx, metadata, "number", REPORT_WORD_MAX);
	bool is_alone = false;

	if (json_may_bool(cx, entry, "oneshot", &is_alone) != OK)
		is_alone = false;
	if (!own)
		own = text_of(cx, entry, "name", REPORT_NAME_MAX);
	if (is_alone || !series || (own && strstr(own, series)))
		return own;
	if (own && number)
		own = arena_printf(cx->arena, "%s %s: %s", series, number, own);
	else
		own = arena_join(cx->arena, series, " ", number ? number : own ? own : "");
	return strlen(own) <= REPORT_NAME_MAX
		       ? own
		       : arena_strndup(cx->arena, own, utf8_cut(own, REPORT_NAME_MAX));
}

static int year_of(struct cx *cx, struct json metadata)
{
	const char *date = text_of(cx, metadata, "releaseDate", TIME_MAX);
	int64_t year;

	if (!date || strlen(date) < 5 || date[4] != '-')
		return UNSAID;
	return parse_i64(arena_strndup(cx->arena, date, 4), 1, 9999, &year) ? (int)year : UNSAID;
}

/* What is told of a number or a flag of another type is nothing. */
static void read_progress(struct cx *cx, struct json entry, struct komga_book *book)
{
	struct json media = json_loose_object(cx, entry, "media");
	struct json progress = json_loose_object(cx, entry, "readProgress");
	struct komga_state *now = &book->now;

	if (json_may_i64(cx, media, "pagesCount", pages_range, &now->pages) != OK)
		now->pages = 0;
	if (json_may_i64(cx, progress, "page", pages_range, &now->page) != OK)
		now->page = 0;
	if (json_may_bool(cx, progress, "completed", &now->is_completed) != OK)
		now->is_completed = false;
	book->read_ms = time_of(cx, progress, "readDate");
	if (book->read_ms == UNSAID)
		book->read_ms = time_of(cx, progress, "lastModified");
	book->began_ms = time_of(cx, progress, "created");
	cx->note[0] = '\0';
}

enum err komga_book_read(struct cx *cx, struct json entry, struct komga_book *book)
{
	struct json metadata = json_loose_object(cx, entry, "metadata");
	const char *id = NULL;

	*book = (struct komga_book){ .year = UNSAID };
	TRY(json_need_str(cx, entry, "id", REPORT_ID_MAX, &id));
	if (!is_id(id))
		return err_field(cx, json_path(cx, entry, "id"), "an id of letters and digits");
	if (!json_is_there(entry, "readProgress"))
		return err_field(cx, json_path(cx, entry, "readProgress"), "an object");
	book->id = id;
	read_progress(cx, entry, book);
	book->now.isbn = text_of(cx, metadata, "isbn", REPORT_WORD_MAX);
	book->now.title = title_of(cx, entry, metadata);
	book->author = author_of(cx, metadata);
	book->year = year_of(cx, metadata);
	return OK;
}

/* ---- what is remembered ---- */

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool has_moved(const struct komga_book *book)
{
	const struct komga_state *now = &book->now, *past = &book->past;

	return !book->is_known || now->page != past->page || now->pages != past->pages ||
	       now->is_completed != past->is_completed;
}

static bool is_renamed(const struct komga_book *book)
{
	return book->is_known && (!is_same(book->now.title, book->past.title) ||
					 !is_same(book->now.isbn, book->past.isbn));
}

void komga_book_compare(struct cx *cx, struct komga_book *book, const char *remembered)
{
	struct komga_state *past = &book->past;
	struct json root = { NULL, "" };

	book->is_known = remembered && json_open(cx, remembered, strlen(remembered), &root) == OK &&
			 json_may_i64(cx, root, "page", pages_range, &past->page) == OK &&
			 json_may_i64(cx, root, "pages", pages_range, &past->pages) == OK &&
			 json_may_bool(cx, root, "completed", &past->is_completed) == OK;
	if (book->is_known) {
		past->title = text_of(cx, root, "title", REPORT_NAME_MAX);
		past->isbn = text_of(cx, root, "isbn", REPORT_WORD_MAX);
	}
	book->is_news = has_moved(book) || is_renamed(book);
}

const char *komga_book_state(struct cx *cx, const struct komga_book *book)
{
	struct buf b;

	buf_init(&b, cx->arena, STATE_MAX);
	jput_open(&b, NULL, '{');
	jput_i64(&b, "page", book->now.page);
	jput_i64(&b, "pages", book->now.pages);
	jput_bool(&b, "completed", book->now.is_completed);
	jput_str_or_null(&b, "title", book->now.title);
	jput_str_or_null(&b, "isbn", book->now.isbn);
	jput_close(&b, '}');
	return b.text;
}

/* ---- the message ---- */

static const char renamed[] = "Its title or ISBN was changed on the server.";

/* "Read" is taken back, and the place stays as it was. */
static bool is_unmarked(const struct komga_book *book)
{
	return book->is_known && book->past.is_completed && !book->now.is_completed &&
	       book->now.page == book->past.page;
}

static void fill_position(const struct komga_book *book, struct report *r)
{
	const struct komga_state *now = &book->now;

	r->is_state = true;
	r->finished = now->is_completed;
	r->basis = now->is_completed ? BASIS_EVENT_SAYS_COMPLETED : BASIS_REPORTED_PERCENT;
	if (now->pages > 0) {
		r->duration = now->pages;
		r->position = now->page < now->pages && !now->is_completed ? now->page : now->pages;
	} else if (now->is_completed) {
		r->position = r->duration = SHARE_WHOLE;
	}
	r->at_ms = book->read_ms;
	/* It stays at the first reading when there is another one. */
	if (!book->is_known || !book->past.is_completed)
		r->started_ms = book->began_ms;
}

static void fill_ids(
	struct cx *cx, const char *server, const char *id, const char *isbn, struct ids *out)
{
	if (isbn)
		ids_add(out, CATALOG_ISBN, isbn);
	local_add(cx, out, server, id);
}

static const struct ids *former_ids(
	struct cx *cx, const struct komga_book *book, const char *server)
{
	struct ids *ids = arena_alloc(cx->arena, sizeof(*ids));

	fill_ids(cx, server, book->id, book->past.isbn, ids);
	return ids;
}

void komga_book_message(
	struct cx *cx, const struct komga_book *book, const char *server, struct message *out)
{
	struct report *r = &out->report;

	out->event = book->now.is_completed ? "finished" : "progress";
	if (book->now.is_completed)
		out->ends_run = book->id;
	else
		out->run = book->id;
	r->kind = KIND_BOOK;
	r->title = book->now.title;
	r->author = book->author;
	r->year = book->year;
	r->link = arena_printf(cx->arena, "%s/book/%s", server, book->id);
	fill_position(book, r);
	fill_ids(cx, server, book->id, book->now.isbn, &r->ids);
	if (is_renamed(book))
		r->corrects = former_ids(cx, book, server);
	if (is_unmarked(book)) {
		out->reason = REASON_UNMARK;
	} else if (!has_moved(book)) {
		out->reason = REASON_UNCHANGED;
		out->detail = renamed;
	}
}
