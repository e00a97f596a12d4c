/* SPDX-License-Identifier: MIT */
/*
 * A file of any bytes, in pieces of any size, is imported or refused, and the
 * database stays intact either way.
 */
#include "shared/actions/import.h"
#include "shared/store/user.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena;
static struct cx cx;
static struct store *store;
static int64_t user_id;

static void open_database(void)
{
	struct user user = { .name = "fuzz", .password_hash = "*" };

	arena_init(&arena, MIB(64));
	cx.arena = &arena;
	cx.now_ms = INT64_C(1792350000000);
	ASSERT(store_open(&cx, ":memory:", STORE_WRITE, &store) == OK);
	ASSERT(store_user_add(&cx, store, &user, &user_id) == OK);
}

static void tell(void *arg, bool is_wrong, const char *what)
{
	(void)arg;
	(void)what;
	ASSERT(!is_wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct import_counts counts;
	struct import *im = NULL;
	size_t half = size / 2;
	enum err err;
	int wrong;

	if (!store)
		open_database();
	ASSERT(store_begin(&cx, store) == OK);
	ASSERT(import_create(&cx, store, user_id, &im) == OK);
	err = import_feed(&cx, im, bytes, half);
	if (err == OK)
		err = import_feed(&cx, im, bytes + half, size - half);
	if (err == OK)
		err = import_end(&cx, im, &counts);
	if (err == OK)
		ASSERT(store_check(&cx, store, tell, NULL, &wrong) == OK);
	else
		ASSERT(err == ERR_INPUT && cx.note[0]);
	import_destroy(im);
	store_rollback(store);
	arena_reset(&arena);
	return 0;
}
