/* SPDX-License-Identifier: MIT */
/*
 * source.c -- the books that a person has read in Komga, the newest first.
 *
 * The list is asked for in pages, up to the first one that shows nothing new.
 * What was found is passed on when the last of these has come, the oldest
 * first: so what is left after a run that was broken off is newer than all that
 * was kept, and the next run meets it first. Once a day all pages are asked
 * for, because titles and ISBNs change without any reading.
 *
 * A book that is gone, or whose progress was deleted, is not in the list any
 * more; that says nothing of what was read before.
 */
#include "shared/providers/komga/book.h"
#include "shared/providers/provider.h"

enum { PAGE_BOOKS = 500, PARSED_MAX = 16 << 20, DAY_MS = 24 * 60 * 60 * 1000 };

struct komga_run {
	struct target target;
	bool is_full;   /* all pages are asked for */
	bool is_over;   /* the last page has come */
	size_t page;    /* that is asked for now */
	size_t seen;    /* entries, readable or not */
	size_t refused; /* of them */
	bool has_news;  /* this page */
	struct komga_book *books;
	size_t count, room;
	size_t next; /* that is passed on */
};

/* Remembered like a row; no id holds a blank. */
static const char every_book[] = "every book";

static void *begin(struct cx *cx, const struct target *target)
{
	struct komga_run *run = arena_alloc(cx->arena, sizeof(*run));
	int64_t until_ms = 0;

	run->target = *target;
	run->is_full = !target->memory.fact(target->memory.arg, cx, every_book, &until_ms) ||
		       until_ms <= cx->now_ms;
	return run;
}

static bool next(struct cx *cx, void *data, struct ask *out)
{
	const struct komga_run *run = data;

	*out = (struct ask){ 0 };
	if (run->is_over)
		return false;
	out->path = arena_printf(cx->arena,
		"/api/v1/books/list?sort=readProgress.lastModified,desc&page=%zu&size=%d",
		run->page, PAGE_BOOKS);
	out->body = "{\"condition\":{\"anyOf\":["
		    "{\"readStatus\":{\"operator\":\"is\",\"value\":\"IN_PROGRESS\"}},"
		    "{\"readStatus\":{\"operator\":\"is\",\"value\":\"READ\"}}]}}";
	return true;
}

static enum err check_answer(struct cx *cx, const struct answer *a)
{
	if (a->status == 401 || a->status == 403)
		return err_note(cx, ERR_AUTH,
			"the server refused this API key (%d): it was deleted, or its owner may "
			"not read",
			a->status);
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"there is no Komga at this address, or one that is older than 1.20 "
			"(answer %d%s)",
			a->status, a->status == 200 ? ", but no JSON" : "");
	return OK;
}

static void refuse(struct cx *cx, struct json entry, const char *why, struct batch *out)
{
	struct source_row *row = batch_row(cx, out);

	row->body = json_text(cx, entry);
	row->message.event = "progress";
	row->message.run = "unreadable row";
	row->message.reason = REASON_WRONG_SHAPE;
	row->message.detail = arena_strdup(cx->arena, why);
}

static void take_book(struct cx *cx, struct komga_run *run, struct json entry, struct batch *out)
{
	const struct memory *memory = &run->target.memory;
	struct komga_book book;

	run->seen++;
	if (komga_book_read(cx, entry, &book) != OK) {
		if (run->refused++ < BATCH_ROWS_MAX)
			refuse(cx, entry, cx->note, out);
		return;
	}
	komga_book_compare(cx, &book, memory->seen(memory->arg, cx, book.id));
	if (!book.is_news)
		return;
	run->has_news = true;
	book.text = json_text(cx, entry);
	run->books = arena_more(cx->arena, run->books, run->count, &run->room, sizeof(*run->books));
	run->books[run->count++] = book;
}

/* ---- the order ---- */

static int by_id(const void *a, const void *b)
{
	const struct komga_book *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	return order ? order : (left->read_ms < right->read_ms) - (left->read_ms > right->read_ms);
}

static int by_time(const void *a, const void *b)
{
	const struct komga_book *left = a, *right = b;

	if (left->read_ms != right->read_ms)
		return left->read_ms < right->read_ms ? -1 : 1;
	return strcmp(left->id, right->id);
}

/* One that was read meanwhile has moved to another page, and is in both. */
static void put_in_order(struct komga_run *run)
{
	size_t kept = 0;

	if (run->count == 0)
		return;
	qsort(run->books, run->count, sizeof(*run->books), by_id);
	for (size_t i = 0; i < run->count; i++)
		if (kept == 0 || strcmp(run->books[kept - 1].id, run->books[i].id) != 0)
			run->books[kept++] = run->books[i];
	run->count = kept;
	qsort(run->books, run->count, sizeof(*run->books), by_time);
}

/* ---- passing on ---- */

static void note_full(struct cx *cx, struct batch *out)
{
	struct source_fact *fact = batch_fact(cx, out);

	fact->item = every_book;
	fact->text = "{}";
	fact->until_ms = cx->now_ms + DAY_MS;
}

static void more(struct cx *cx, void *data, struct batch *out)
{
	struct komga_run *run = data;

	for (; run->next < run->count && out->row_count < BATCH_ROWS_MAX; run->next++) {
		const struct komga_book *book = &run->books[run->next];
		struct source_row *row = batch_row(cx, out);

		row->row = book->id;
		row->state = komga_book_state(cx, book);
		row->body = book->text;
		komga_book_message(cx, book, run->target.url, &row->message);
	}
	out->has_more = run->next < run->count;
	if (!out->has_more && run->is_full)
		note_full(cx, out);
}

static enum err take_page(struct cx *cx, struct komga_run *run, struct json root, struct batch *out)
{
	struct json_walk entries = json_walk(cx, root, "content");
	size_t count = json_length(root, "content");
	bool is_last = count < PAGE_BOOKS;
	struct json entry;

	if (!json_is_array(root, "content"))
		return err_note(cx, ERR_CONF, "the answer holds no books: this is not Komga");
	if (run->seen + count > SOURCE_ROWS_MAX)
		return err_note(cx, ERR_UPSTREAM,
			"the server shows more than %d books that were read", SOURCE_ROWS_MAX);
	if (json_may_bool(cx, root, "last", &is_last) != OK)
		return err_note(cx, ERR_UPSTREAM, "the server does not say which page is the last");
	run->has_news = false;
	while (json_next(&entries, &entry))
		take_book(cx, run, entry, out);
	run->page++;
	run->is_over = is_last || count == 0 || (!run->is_full && !run->has_news);
	return OK;
}

/* What is kept of a page is a small part of it. */
static enum err accept_page(
	struct cx *cx, struct komga_run *run, const struct answer *a, struct batch *out)
{
	struct arena arena;
	struct cx own = { .arena = &arena, .now_ms = cx->now_ms };
	struct json root;
	enum err err;

	arena_init_child(&arena, cx->arena, PARSED_MAX);
	if (json_open(&own, a->body, a->length, &root) == OK)
		err = take_page(cx, run, root, out);
	else
		err = err_note(cx, ERR_UPSTREAM, "the server's answer is no valid JSON");
	arena_finish(&arena);
	return err;
}

static enum err accept_answer(struct cx *cx, void *data, const struct answer *a, struct batch *out)
{
	struct komga_run *run = data;

	TRY(check_answer(cx, a));
	TRY(accept_page(cx, run, a, out));
	if (!run->is_over)
		return OK;
	put_in_order(run);
	more(cx, run, out);
	return OK;
}

static const char *etag(const void *run)
{
	(void)run;
	return NULL;
}

static size_t rows(const void *data)
{
	const struct komga_run *run = data;

	return run->seen;
}

/* ---- the service ---- */

static enum err read_text(struct cx *cx, const struct answer *a, const char *key, const char **out)
{
	struct json root = { NULL, "" };

	if (answer_is_json(a) && json_open(cx, a->body, a->length, &root) == OK &&
		json_need_str(cx, root, key, REPORT_NAME_MAX, out) == OK)
		return OK;
	return err_note(
		cx, ERR_CONF, "the server at this address is not Komga (answer %d)", a->status);
}

/* Only administrators are told the version. */
static enum err greet(struct cx *cx, const struct answer *greeting, const char **version)
{
	const char *status = NULL;

	*version = NULL;
	if (greeting->status == 429 || greeting->status >= 500)
		return err_note(cx, ERR_UPSTREAM, "the server answered %d; it is tried again",
			greeting->status);
	TRY(read_text(cx, greeting, "status", &status));
	if (strcmp(status, "UP") != 0)
		return err_note(cx, ERR_UPSTREAM, "the server says that it is not up");
	return OK;
}

static enum err identify(struct cx *cx, const struct answer *self, struct account_name *out)
{
	struct json root = { NULL, "" };

	TRY(check_answer(cx, self));
	TRY(read_text(cx, self, "email", &out->name));
	if (json_open(cx, self->body, self->length, &root) == OK)
		out->id = json_loose_str(cx, root, "id", REPORT_ID_MAX);
	return OK;
}

static const struct source source = {
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.more = more,
	.etag = etag,
	.rows = rows,
};

static const struct service service = {
	.key_header = "X-API-Key: ",
	.greeting_path = "/actuator/health",
	.self_path = "/api/v2/users/me",
	.greet = greet,
	.identify = identify,
};

static const char *const steps[] = {
	"In Komga (1.20 or newer), as the person who reads, open My account, API Keys and press "
	"Generate API key.",
	"Copy the key, which is shown once, and enter it here, with the address of the server.",
	NULL,
};

const struct provider provider_komga = {
	.name = "komga",
	.title = "Komga",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Address of the server",
			.example = "http://nas:25600",
			.is_needed = true },
		{ .kind = FIELD_KEY,
			.label = "API key",
			.help = "It is stored encrypted and never shown again.",
			.is_needed = true },
		{ .kind = FIELD_CA_FILE, .label = "Certificate authority, a file" },
	},
	.service = &service,
	.source = &source,
};
