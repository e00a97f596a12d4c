/* SPDX-License-Identifier: MIT */
/*
 * lists.c -- the answers that settle what an item is: batches, single items,
 * libraries of podcasts, episodes.
 */
#include "shared/providers/audiobookshelf/lists.h"

#include "shared/providers/audiobookshelf/steps.h"

enum { PARSED_MAX = 32 << 20 }; /* of one answer */

static int by_id(const void *a, const void *b)
{
	const struct abs_item *left = a, *right = b;

	return strcmp(left->id, right->id);
}

/* NULL if no row names it. */
static struct abs_item *find_item(const struct abs_run *run, const char *id)
{
	const struct abs_item key = { .id = id };

	if (run->item_count == 0)
		return NULL;
	return bsearch(&key, run->items, run->item_count, sizeof(key), by_id);
}

/* One entry per item, sorted, however many rows name it. */
void abs_collect_items(struct cx *cx, struct abs_run *run)
{
	size_t n = 0;

	run->items = arena_array(cx->arena, run->row_count + 1, sizeof(*run->items));
	for (size_t i = 0; i < run->row_count; i++)
		run->items[i] = (struct abs_item){
			.id = run->rows[i].item_id,
			.is_podcast = run->rows[i].episode_id != NULL,
			.year = UNSAID,
		};
	qsort(run->items, run->row_count, sizeof(*run->items), by_id);
	for (size_t i = 0; i < run->row_count; i++)
		if (n == 0 || by_id(&run->items[n - 1], &run->items[i]) != 0)
			run->items[n++] = run->items[i];
	run->item_count = n;
	for (size_t i = run->row_count; i-- > 0;) {
		struct abs_row *row = &run->rows[i];

		row->item = find_item(run, row->item_id);
		row->next_of_item = row->item->rows;
		row->item->rows = row;
	}
}

const char *abs_episode_key(struct cx *cx, const struct abs_row *row)
{
	return arena_printf(cx->arena, "episode %s", row->episode_id);
}

static void learn(struct cx *cx, const char *key, const struct abs_item *item, struct batch *out)
{
	struct source_fact *fact = batch_fact(cx, out);

	fact->item = key;
	fact->text = abs_item_text(cx, item);
	fact->until_ms = abs_item_until(cx->now_ms, item);
}

static void learn_entry(struct cx *cx, struct abs_run *run, struct json entry, struct batch *out)
{
	const char *id = json_loose_key(cx, entry, "id", REPORT_ID_MAX);
	struct abs_item *item = id ? find_item(run, id) : NULL;

	if (!item)
		return;
	abs_item_read(cx, entry, item);
	item->is_wanted = false;
	abs_names_add(cx, &run->names, item);
	learn(cx, item->id, item, out);
}

/* An item missing from the answer is hidden from this key, or deleted. */
static void hide(struct cx *cx, struct abs_item *item, struct batch *out)
{
	if (!item->is_wanted)
		return;
	item->is_wanted = false;
	item->standing = ITEM_HIDDEN;
	learn(cx, item->id, item, out);
}

void abs_pass_over_lost(struct cx *cx, struct abs_run *run, struct batch *out)
{
	if (run->good <= run->lost_last)
		return;
	for (size_t i = 0; i < run->wanted_count && run->lost_count > 0; i++) {
		struct abs_item *item = run->wanted[i];

		if (!item->is_lost)
			continue;
		item->is_lost = false;
		run->lost_count--;
		hide(cx, item, out);
	}
}

/* An object with a list under `key`; NULL: any object with an id. */
static enum err open_list(struct cx *cx, const struct answer *a, const char *key, struct json *root)
{
	*root = (struct json){ NULL, "" };
	if (answer_is_json(a) && json_open(cx, a->body, a->length, root) == OK &&
		(key ? json_is_array(*root, key) : json_is_there(*root, "id")))
		return OK;
	return err_note(
		cx, ERR_UPSTREAM, "the server answered %d, without what was asked for", a->status);
}

/*
 * Learns what an answer shows, in the list under `key` or, without one, as the
 * answer itself. Only what is read of it is kept, which is a small part.
 */
static enum err learn_answer(struct cx *cx, struct abs_run *run, const struct answer *a,
	const char *key, struct batch *out)
{
	struct arena arena;
	struct cx own = { .arena = &arena, .now_ms = cx->now_ms };
	struct json root, entry;
	enum err err;

	arena_init_child(&arena, cx->arena, PARSED_MAX);
	err = open_list(&own, a, key, &root);
	if (err == OK && key) {
		struct json_walk entries = json_walk(&own, root, key);

		while (json_next(&entries, &entry))
			learn_entry(cx, run, entry, out);
	} else if (err == OK) {
		learn_entry(cx, run, root, out);
	} else {
		err = err_note(cx, err, "%s", own.note);
	}
	arena_finish(&arena);
	return err;
}

enum err abs_accept_batch(struct cx *cx, struct abs_run *run, const struct abs_step *step,
	const struct answer *a, struct batch *out)
{
	if (a->status == 403 || a->status == 404) {
		abs_refuse(cx, run, step, a->status);
		return OK;
	}
	if (a->lost || learn_answer(cx, run, a, "libraryItems", out) != OK)
		return abs_lose(cx, run, step, a);
	for (size_t i = 0; i < step->count; i++)
		hide(cx, run->wanted[step->first + i], out);
	return OK;
}

enum err abs_accept_single(struct cx *cx, struct abs_run *run, const struct abs_step *step,
	const struct answer *a, struct batch *out)
{
	bool is_refused = a->status == 403 || a->status == 404;

	if (a->lost || (!is_refused && learn_answer(cx, run, a, NULL, out) != OK))
		return abs_lose(cx, run, step, a);
	hide(cx, run->wanted[step->first], out);
	return OK;
}

static void hide_podcasts(struct cx *cx, struct abs_run *run, struct batch *out)
{
	for (size_t i = 0; i < run->item_count; i++)
		if (run->items[i].is_podcast)
			hide(cx, &run->items[i], out);
}

/* Each library of podcasts becomes a step at the end of the queue. */
enum err abs_accept_libraries(
	struct cx *cx, struct abs_run *run, const struct answer *a, struct batch *out)
{
	struct json root, library;
	struct json_walk libraries;
	size_t podcasts = 0;

	TRY(open_list(cx, a, "libraries", &root));
	libraries = json_walk(cx, root, "libraries");
	while (json_next(&libraries, &library)) {
		const char *id = json_loose_key(cx, library, "id", REPORT_ID_MAX);
		const char *type = json_loose_str(cx, library, "mediaType", REPORT_WORD_MAX);

		if (!id || !type || !abs_is_id(id) || strcmp(type, "podcast") != 0)
			continue;
		abs_add_step(cx, run, (struct abs_step){ .kind = STEP_LIBRARY, .id = id });
		podcasts++;
	}
	if (podcasts == 0)
		hide_podcasts(cx, run, out);
	return OK;
}

bool abs_wants_podcast(const struct abs_run *run)
{
	for (size_t i = 0; i < run->item_count; i++)
		if (run->items[i].is_podcast && run->items[i].is_wanted)
			return true;
	return false;
}

/* A server may have many, and each is a request, often a large one. */
static void drop_libraries(struct abs_run *run)
{
	size_t kept = run->next_step;

	for (size_t i = run->next_step; i < run->step_count; i++)
		if (run->steps[i].kind != STEP_LIBRARY)
			run->steps[kept++] = run->steps[i];
	run->step_count = kept;
}

static bool is_last_library(const struct abs_run *run)
{
	/* Nothing else is under way beside one. */
	for (size_t i = run->next_step; i < run->step_count; i++)
		if (run->steps[i].kind == STEP_LIBRARY)
			return false;
	return true;
}

enum err abs_accept_library(
	struct cx *cx, struct abs_run *run, const struct answer *a, struct batch *out)
{
	if (a->status != 403 && a->status != 404)
		TRY(learn_answer(cx, run, a, "results", out));
	if (!abs_wants_podcast(run))
		drop_libraries(run);
	if (is_last_library(run))
		hide_podcasts(cx, run, out);
	return OK;
}

/* An episode is tracked without a title too, so nothing here fails. */
void abs_accept_episode(struct cx *cx, struct abs_run *run, const struct abs_step *step,
	const struct answer *a, struct batch *out)
{
	struct abs_row *row = &run->rows[step->first];
	struct json root = { NULL, "" };

	row->episode.standing = ITEM_KNOWN;
	row->episode.year = UNSAID;
	if (answer_is_json(a) && json_open(cx, a->body, a->length, &root) == OK)
		abs_episode_read(cx, root, &row->episode);
	learn(cx, abs_episode_key(cx, row), &row->episode, out);
}
