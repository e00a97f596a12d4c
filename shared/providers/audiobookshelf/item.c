/* SPDX-License-Identifier: MIT */
/* item.c -- titles and ids of books, podcasts, episodes. */
#include "shared/providers/audiobookshelf/item.h"
#include "shared/base/parse.h"
#include "shared/json/write.h"

enum { NAME_MAX_BYTES = 500, HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

bool abs_is_id(const char *id)
{
	size_t length = strlen(id);

	return length > 0 && length <= 100 &&
	       strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789-_") == length;
}

/* A value of a wrong type counts as absent: it must not stop the others. */
static const char *text_of(struct cx *cx, struct json in, const char *key)
{
	const char *text = json_loose_str(cx, in, key, NAME_MAX_BYTES);

	return text && *text ? text : NULL;
}

void abs_item_read(struct cx *cx, struct json entry, struct abs_item *item)
{
	struct json media = json_loose_object(cx, entry, "media");
	struct json metadata = json_loose_object(cx, media, "metadata");
	const char *year = text_of(cx, metadata, "publishedYear");
	int64_t number;

	item->standing = ITEM_KNOWN;
	item->title = text_of(cx, metadata, "title");
	item->author = text_of(cx, metadata, "authorName");
	if (!item->author)
		item->author = text_of(cx, metadata, "author");
	item->asin = text_of(cx, metadata, "asin");
	item->isbn = text_of(cx, metadata, "isbn");
	item->itunes = text_of(cx, metadata, "itunesId");
	item->duration = json_loose_scaled(media, "duration", SECOND);
	item->has_audio = item->duration > 0 || json_loose_scaled(media, "numTracks", 1) > 0;
	item->year = UNSAID;
	if (year && parse_i64(year, 1, 9999, &number))
		item->year = (int)number;
}

const char *abs_item_text(struct cx *cx, const struct abs_item *item)
{
	struct buf b;

	buf_init(&b, cx->arena, KIB(16));
	jput_open(&b, NULL, '{');
	jput_bool(&b, "hidden", item->standing == ITEM_HIDDEN);
	jput_str_or_null(&b, "title", item->title);
	jput_str_or_null(&b, "author", item->author);
	jput_str_or_null(&b, "asin", item->asin);
	jput_str_or_null(&b, "isbn", item->isbn);
	jput_str_or_null(&b, "itunes", item->itunes);
	jput_bool(&b, "audio", item->has_audio);
	jput_i64(&b, "duration", item->duration);
	jput_i64_or_null(&b, "year", item->year);
	jput_close(&b, '}');
	return b.text;
}

void abs_item_recall(struct cx *cx, const char *text, struct abs_item *item)
{
	struct json root = { NULL, "" };
	bool is_hidden = false;

	if (json_open(cx, text, strlen(text), &root) != OK ||
		json_may_bool(cx, root, "hidden", &is_hidden) != OK ||
		json_may_bool(cx, root, "audio", &item->has_audio) != OK)
		return; /* stays unknown, so it is asked for again */
	item->standing = is_hidden ? ITEM_HIDDEN : ITEM_KNOWN;
	item->title = text_of(cx, root, "title");
	item->author = text_of(cx, root, "author");
	item->asin = text_of(cx, root, "asin");
	item->isbn = text_of(cx, root, "isbn");
	item->itunes = text_of(cx, root, "itunes");
	item->duration = json_loose_scaled(root, "duration", 1);
	item->year = json_is_there(root, "year") ? (int)json_loose_scaled(root, "year", 1) : UNSAID;
}

/* Only asking again shows ids that people add later. */
int64_t abs_item_until(int64_t now_ms, const struct abs_item *item)
{
	bool is_named = item->asin || item->isbn || item->itunes;

	if (item->standing == ITEM_HIDDEN || is_named)
		return now_ms + DAY_MS;
	return now_ms + HOUR_MS;
}
