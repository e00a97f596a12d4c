/* SPDX-License-Identifier: MIT */
#include "shared/actions/import.h"

#include "shared/actions/export.h"
#include "shared/actions/import_opinion.h"
#include "shared/store/work.h"

/* A line of 64 KiB may have thousands of small values. */
enum { LINE_CEILING = 4 << 20 };

struct import {
	struct store *store; /* NULL: only validates */
	int64_t user_id;
	struct arena arena; /* of one line */
	char line[EXPORT_LINE_MAX + 1];
	size_t length;  /* of the line so far */
	int64_t number; /* of the line, from 1 */
	bool has_header, has_end;
	int64_t plays, sittings, works_before;
	struct import_counts counts;
};

bool import_is_ours(const char *bytes, size_t length)
{
	static const char mark[] = "\"ryot-export\"";
	const char *end;

	if (length == 0)
		return true;
	end = memchr(bytes, '\n', length);
	if (!end)
		end = bytes + length;
	for (const char *at = bytes; *bytes == '{' && at < end; at++)
		if ((size_t)(end - at) >= strlen(mark) && memcmp(at, mark, strlen(mark)) == 0)
			return true;
	return false;
}

enum err import_create(struct cx *cx, struct store *s, int64_t user_id, struct import **out)
{
	struct import *im = arena_alloc(cx->arena, sizeof(*im));

	*out = NULL;
	im->store = s;
	im->user_id = user_id;
	if (s)
		TRY(store_work_count(cx, s, user_id, &im->works_before));
	arena_init_child(&im->arena, cx->arena, LINE_CEILING);
	*out = im;
	return OK;
}

void import_destroy(struct import *im)
{
	if (im)
		arena_finish(&im->arena);
}

static enum err take_play(struct cx *cx, struct import *im, struct json in)
{
	struct viewing viewing = { .user_id = im->user_id };
	struct transfer_play play;
	enum transfer_result how = TRANSFER_KNOWN;
	enum err err = import_read_play(cx, in, &play);

	im->plays++;
	if (err != OK || !im->store)
		return err;
	TRY(store_transfer_item(cx, im->store, im->user_id, &play.of, &viewing.item_id));
	TRY(store_transfer_play(cx, im->store, &viewing, &play, &how));
	im->counts.plays_added += how == TRANSFER_ADDED;
	im->counts.plays_moved += how == TRANSFER_MOVED;
	im->counts.plays_known += how == TRANSFER_KNOWN;
	return OK;
}

static enum err take_sitting(struct cx *cx, struct import *im, struct json in)
{
	struct viewing viewing = { .user_id = im->user_id };
	struct transfer_sitting sitting;
	enum transfer_result how = TRANSFER_KNOWN;
	enum err err = import_read_sitting(cx, in, &sitting);

	im->sittings++;
	if (err != OK || !im->store)
		return err;
	TRY(store_transfer_item(cx, im->store, im->user_id, &sitting.of, &viewing.item_id));
	TRY(store_transfer_sitting(cx, im->store, &viewing, &sitting, &how));
	im->counts.sittings += how != TRANSFER_KNOWN;
	return OK;
}

static enum err take_opinion(struct cx *cx, struct import *im, struct json in)
{
	struct import_opinion opinion;
	enum err err = import_read_opinion(cx, in, &opinion);

	if (err != OK || !im->store)
		return err;
	return import_opinion_write(cx, im->store, im->user_id, &opinion);
}

static enum err take_integration(struct cx *cx, struct import *im, struct json in)
{
	(void)cx;
	(void)in;
	im->counts.integrations++;
	return OK;
}

static enum err take_end(struct cx *cx, struct import *im, struct json in)
{
	im->has_end = true;
	return import_check_end(cx, in, im->plays, im->sittings);
}

/* The kinds of lines after the first. */
static const struct part {
	const char *name;
	enum err (*take)(struct cx *cx, struct import *im, struct json in);
} parts[] = {
	{ "end", take_end },
	{ "integration", take_integration },
	{ "opinion", take_opinion },
	{ "play", take_play },
	{ "sitting", take_sitting },
};

static enum err take_root(struct cx *cx, struct import *im, struct json root)
{
	struct json in;

	if (!im->has_header) {
		im->has_header = true;
		return import_read_header(cx, root);
	}
	if (im->has_end)
		return err_note(cx, ERR_INPUT, "something follows the end");
	for (size_t i = 0; i < NELEM(parts); i++) {
		if (!json_is_there(root, parts[i].name))
			continue;
		TRY(json_need_object(cx, root, parts[i].name, &in));
		return parts[i].take(cx, im, in);
	}
	return err_note(cx, ERR_INPUT,
		"neither integration, play, sitting, opinion nor end is in this line");
}

/* Copies the field as well, so that none of an earlier error is left. */
static enum err fail(struct cx *cx, const struct import *im, const struct cx *line, enum err err)
{
	snprintf(cx->field, sizeof(cx->field), "%s", line->field);
	snprintf(cx->expected, sizeof(cx->expected), "%s", line->expected);
	return err_note(cx, err, "line %" PRId64 ": %s", im->number, line->note);
}

static enum err take_text(struct cx *cx, struct import *im)
{
	struct json root = { NULL, "" };

	TRY(json_open(cx, im->line, im->length, &root));
	return take_root(cx, im, root);
}

static enum err take_line(struct cx *cx, struct import *im)
{
	struct cx line = { .arena = &im->arena, .now_ms = cx->now_ms };
	enum err err;

	im->number++;
	im->line[im->length] = '\0';
	arena_reset(&im->arena);
	err = take_text(&line, im);
	im->length = 0;
	return err == OK ? OK : fail(cx, im, &line, err);
}

enum err import_feed(struct cx *cx, struct import *im, const char *bytes, size_t length)
{
	while (length > 0) {
		const char *end = memchr(bytes, '\n', length);
		size_t piece = end ? (size_t)(end - bytes) : length;

		if (piece > EXPORT_LINE_MAX - im->length)
			return err_note(cx, ERR_INPUT, "line %" PRId64 ": longer than %d bytes",
				im->number + 1, EXPORT_LINE_MAX);
		memcpy(im->line + im->length, bytes, piece);
		im->length += piece;
		bytes += piece + (end != NULL);
		length -= piece + (end != NULL);
		if (end)
			TRY(take_line(cx, im));
	}
	return OK;
}

enum err import_end(struct cx *cx, struct import *im, struct import_counts *out)
{
	int64_t works = im->works_before;

	if (im->length > 0)
		TRY(take_line(cx, im));
	if (!im->has_end)
		return err_note(cx, ERR_INPUT,
			"the file was cut: it ends after line %" PRId64 ", without the last one",
			im->number);
	if (im->store)
		TRY(store_work_count(cx, im->store, im->user_id, &works));
	im->counts.works_added = works - im->works_before;
	*out = im->counts;
	return OK;
}
