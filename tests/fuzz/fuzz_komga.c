/* SPDX-License-Identifier: MIT */
/* Any bytes as a page of books, as what is remembered, and of the service. */
#include "tests/fuzz/fuzz.h"

static const char *remembered; /* of every row */

static const char *recall(void *arg, struct cx *cx, const char *key)
{
	(void)arg;
	(void)cx;
	(void)key;
	return remembered;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	*until_ms = 0;
	return recall(arg, cx, item);
}

static void check_rows(const struct batch *batch)
{
	for (size_t i = 0; i < batch->row_count; i++) {
		const struct source_row *row = &batch->rows[i];
		struct message m = row->message;

		/* A correction: as good a report as any other. */
		ASSERT(m.reason != REASON_UNCHANGED || m.report.corrects);
		if (m.reason == REASON_UNCHANGED)
			m.reason = REASON_NONE;
		check_message(&m);
		check_text(row->message.report.author);
		check_text(row->message.report.link);
		ASSERT(row->body && (!row->row == !row->state));
	}
}

/* The page comes twice; then the server says that there are no more. */
static void run(struct cx *cx, const struct answer *page)
{
	static const char end[] = "{\"content\":[],\"last\":true}";
	const struct answer last = {
		.status = 200, .type = "application/json", .body = end, .length = sizeof(end) - 1
	};
	const struct target target = { .url = "http://nas:25600",
		.memory = { NULL, recall, recall_fact } };
	const struct source *source = provider_komga.source;
	void *data = source->begin(cx, &target);
	struct batch batch = { 0 };
	enum err err = OK;
	struct ask ask;

	for (int i = 0; i < 4 && err == OK && source->next(cx, data, &ask); i++) {
		err = source->accept(cx, data, i < 2 ? page : &last, &batch);
		ASSERT(err == OK || cx->note[0]);
	}
	check_rows(&batch);
	ASSERT(batch.row_count <= source->rows(data));
}

static void serve(struct cx *cx, const struct answer *a)
{
	const struct service *service = provider_komga.service;
	struct account_name account = { NULL, NULL };
	const char *version = NULL;

	if (service->greet(cx, a, &version) == OK)
		check_text(version);
	if (service->identify(cx, a, &account) == OK)
		ASSERT(account.name);
	check_text(account.name);
	check_text(account.id);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct answer a = { .status = 200, .type = "application/json", .length = size };

	if (!arena.ceiling)
		arena_init(&arena, MIB(256));
	cx.arena = &arena;
	cx.now_ms = 1795334400000;
	a.body = arena_strndup(&arena, (const char *)data, size);
	remembered = NULL;
	run(&cx, &a);
	remembered = a.body;
	run(&cx, &a);
	serve(&cx, &a);
	arena_reset(&arena);
	return 0;
}
