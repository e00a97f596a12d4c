/* SPDX-License-Identifier: MIT */
#include "shared/actions/tracker.h"

#include <ctype.h>

#include "shared/actions/tracker_file.h"
#include "shared/base/zone.h"
#include "shared/store/transfer.h"

enum {
	BATCH = 200, /* plays in a transaction: a twentieth of a second */
	PIECES = 8,  /* of a kept file in a transaction: a megabyte */
};

/* ---- what is in it ---- */

struct look {
	struct tracker_found *found;
	struct import_left *left;
	struct cx *cx; /* for what outlives a row */
};

static void count_play(struct tracker_counts *counts, const struct past *play)
{
	counts->kinds[play->named.kind]++;
	counts->undated += play->at_ms == UNSAID && play->day == UNSAID;
}

static enum err look_at_play(struct cx *cx, void *arg, const struct past *play)
{
	struct look *look = arg;

	(void)cx;
	count_play(&look->found->counts, play);
	return OK;
}

static enum err look_at_left(
	struct cx *cx, void *arg, const struct import_left *left, bool is_unnamed)
{
	struct look *look = arg;
	struct tracker_found *found = look->found;
	struct arena *a = look->cx->arena;

	(void)cx;
	found->counts.unnamed += is_unnamed;
	found->counts.left_out += !is_unnamed;
	if (found->left_count == IMPORT_LEFT_MAX)
		return OK;
	look->left[found->left_count++] = (struct import_left){
		.place = arena_strdup(a, left->place),
		.title = left->title ? arena_strdup(a, left->title) : NULL,
		.why = arena_strdup(a, left->why),
	};
	return OK;
}

static enum err add_to_hash(struct cx *cx, void *digest, const char *bytes, size_t length)
{
	(void)cx;
	digest_add(digest, bytes, length);
	return OK;
}

enum err tracker_look(struct cx *cx, int64_t user_id, const char *name, const struct input *in,
	struct tracker_found *out)
{
	struct look look = { .found = out, .cx = cx };
	struct tracker_taker taker = { look_at_play, look_at_left, &look };
	struct digest *digest = digest_begin(cx->arena);

	*out = (struct tracker_found){ .file = { .user_id = user_id, .name = name } };
	look.left = arena_array(cx->arena, IMPORT_LEFT_MAX, sizeof(*look.left));
	out->left = look.left;
	TRY(input_feed(cx, in, add_to_hash, digest));
	digest_end(digest, out->file.hash);
	TRY(tracker_file_read(cx, in, &taker, &out->file.format));
	out->file.summary = tracker_words(cx->arena, &out->counts);
	return OK;
}

/* ---- the import ---- */

struct import_run {
	struct store *store;
	const struct import_file *file;
	struct tracker_counts *counts;
	int pending; /* plays in the open transaction */
};

static enum err write_play(struct cx *cx, const struct import_run *run, const struct past *play)
{
	bool is_added = false;

	TRY(tracker_put(cx, run->store, run->file, play, &is_added));
	run->counts->added += is_added;
	run->counts->known += !is_added;
	return OK;
}

static enum err import_one(struct cx *cx, void *arg, const struct past *play)
{
	struct import_run *run = arg;

	count_play(run->counts, play);
	if (run->pending == 0)
		TRY(store_begin(cx, run->store));
	run->pending++;
	TRY(write_play(cx, run, play));
	if (run->pending < BATCH)
		return OK;
	run->pending = 0;
	TRY(store_end(cx, run->store, OK));
	store_yield();
	return OK;
}

static enum err import_left_one(
	struct cx *cx, void *arg, const struct import_left *left, bool is_unnamed)
{
	struct import_run *run = arg;

	(void)cx;
	(void)left;
	run->counts->unnamed += is_unnamed;
	run->counts->left_out += !is_unnamed;
	return OK;
}

static enum err write_file(struct cx *cx, struct store *s, struct tracker_found *out)
{
	TRY(store_import_put(cx, s, &out->file));
	return store_import_left_put(cx, s, out->file.id, out->left, out->left_count);
}

static enum err write_start(struct cx *cx, struct store *s, struct tracker_found *out)
{
	TRY(write_file(cx, s, out));
	return store_import_start(cx, s, out->file.id);
}

static enum err write_end(struct cx *cx, struct store *s, struct tracker_found *out)
{
	out->file.added = out->counts.added;
	out->file.known = out->counts.known;
	TRY(store_import_end(cx, s, &out->file));
	return store_import_piece_put(cx, s, out->file.id, 0, (struct bytes){ NULL, 0 });
}

enum err tracker_import(
	struct cx *cx, struct store *s, const struct input *in, struct tracker_found *out)
{
	struct import_run run = { .store = s, .file = &out->file, .counts = &out->counts };
	struct tracker_taker taker = { import_one, import_left_one, &run };
	const char *format = NULL;
	enum err err;

	TRY(store_begin(cx, s));
	TRY(store_end(cx, s, write_start(cx, s, out)));
	out->counts = (struct tracker_counts){ .added = 0 };
	err = tracker_file_read(cx, in, &taker, &format);
	if (run.pending == 0 && err == OK)
		err = store_begin(cx, s);
	if (err != OK) {
		store_rollback(s);
		return err;
	}
	return store_end(cx, s, write_end(cx, s, out));
}

/* ---- a file that waits ---- */

static enum err keep_file(struct cx *cx, struct store *s, struct tracker_found *out)
{
	TRY(store_import_prune(cx, s));
	TRY(write_file(cx, s, out));
	return store_import_piece_put(cx, s, out->file.id, 0, (struct bytes){ NULL, 0 });
}

/* One transaction. */
static enum err keep_pieces(
	struct cx *cx, struct store *s, const struct input *in, int64_t id, int64_t first)
{
	char *piece = arena_raw(cx->arena, IMPORT_PIECE);
	int64_t number = first;
	size_t got;

	do {
		TRY(in->read(cx, in, number * IMPORT_PIECE, piece, IMPORT_PIECE, &got));
		if (got > 0)
			TRY(store_import_piece_put(
				cx, s, id, number, (struct bytes){ piece, got }));
		number++;
	} while (got == IMPORT_PIECE && number < first + PIECES);
	return OK;
}

static bool has_plays(const struct tracker_counts *counts)
{
	int64_t all = 0;

	for (int kind = 0; kind < KIND__COUNT; kind++)
		all += counts->kinds[kind];
	return all > 0;
}

enum err tracker_keep(
	struct cx *cx, struct store *s, const struct input *in, struct tracker_found *out)
{
	TRY(store_begin(cx, s));
	TRY(store_end(cx, s, keep_file(cx, s, out)));
	if (!has_plays(&out->counts))
		return OK;
	for (int64_t i = 0; i * IMPORT_PIECE < in->size; i += PIECES) {
		struct arena_mark mark = arena_mark(cx->arena);

		store_yield();
		TRY(store_begin(cx, s));
		TRY(store_end(cx, s, keep_pieces(cx, s, in, out->file.id, i)));
		arena_rewind(cx->arena, mark);
	}
	return OK;
}

static enum err read_kept(
	struct cx *cx, const struct input *in, int64_t at, void *to, size_t length, size_t *got)
{
	*got = 0;
	while (*got < length && at < in->size) {
		struct arena_mark mark = arena_mark(cx->arena);
		size_t skip = (size_t)(at % IMPORT_PIECE), n = length - *got;
		struct bytes piece;

		TRY(store_import_piece_get(cx, in->arg, in->id, at / IMPORT_PIECE, &piece));
		if (piece.length <= skip)
			return err_note(cx, ERR_STORE, "a piece of the file is too short");
		if (n > piece.length - skip)
			n = piece.length - skip;
		memcpy((char *)to + *got, (const char *)piece.at + skip, n);
		arena_rewind(cx->arena, mark);
		*got += n;
		at += (int64_t)n;
	}
	return OK;
}

enum err tracker_import_kept(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, struct tracker_found *out)
{
	struct import_file row;
	struct input in = { .read = read_kept, .arg = s, .id = id };

	TRY(store_import_get(cx, s, user_id, id, &row));
	TRY(store_import_size(cx, s, id, &in.size));
	if (in.size == 0)
		return err_note(cx, ERR_CONFLICT,
			"This file was imported, or its hour is over. Choose it again.");
	TRY(tracker_look(cx, user_id, row.name, &in, out));
	return tracker_import(cx, s, &in, out);
}

enum err tracker_undo(struct cx *cx, struct store *s, int64_t user_id, int64_t id)
{
	struct import_file row;
	bool goes_on = true;

	TRY(store_import_get(cx, s, user_id, id, &row));
	while (goes_on) {
		TRY(store_begin(cx, s));
		TRY(store_end(cx, s, store_import_undo(cx, s, &row, &goes_on)));
		store_yield();
	}
	return OK;
}
