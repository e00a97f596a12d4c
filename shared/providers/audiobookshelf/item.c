/* SPDX-License-Identifier: MIT */
/* item.c -- titles and ids of books, podcasts, episodes. */
#include "shared/providers/audiobookshelf/item.h"
#include "shared/base/parse.h"
#include "shared/json/write.h"

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

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
	const char *text = json_loose_str(cx, in, key, REPORT_NAME_MAX);

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
	item->has_ebook = text_of(cx, media, "ebookFormat") || json_is_there(media, "ebookFile");
	item->year = UNSAID;
	if (year && parse_i64(year, 1, 9999, &number))
		item->year = (int)number;
}

void abs_episode_read(struct cx *cx, struct json root, struct abs_item *episode)
{
	struct json file = json_loose_object(cx, root, "audioFile");

	episode->title = text_of(cx, root, "title");
	episode->guid = text_of(cx, root, "guid");
	episode->duration = json_loose_scaled(file, "duration", SECOND);
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
	jput_str_or_null(&b, "guid", item->guid);
	jput_bool(&b, "audio", item->has_audio);
	jput_bool(&b, "ebook", item->has_ebook);
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
		json_may_bool(cx, root, "audio", &item->has_audio) != OK ||
		json_may_bool(cx, root, "ebook", &item->has_ebook) != OK)
		return; /* stays unknown, so it is asked for again */
	item->standing = is_hidden ? ITEM_HIDDEN : ITEM_KNOWN;
	item->title = text_of(cx, root, "title");
	item->author = text_of(cx, root, "author");
	item->asin = text_of(cx, root, "asin");
	item->isbn = text_of(cx, root, "isbn");
	item->itunes = text_of(cx, root, "itunes");
	item->guid = text_of(cx, root, "guid");
	item->duration = json_loose_scaled(root, "duration", 1);
	item->year = json_is_there(root, "year") ? (int)json_loose_scaled(root, "year", 1) : UNSAID;
}

/* Only asking again shows ids that people add later. */
static int64_t good_for(const struct abs_item *item)
{
	bool is_named = item->asin || item->isbn || item->itunes;

	return item->standing == ITEM_HIDDEN || is_named ? DAY_MS : HOUR_MS;
}

int64_t abs_item_until(int64_t now_ms, const struct abs_item *item)
{
	return now_ms + good_for(item);
}

bool abs_item_is_due(int64_t now_ms, const struct abs_item *item, bool has_news)
{
	if (item->standing == ITEM_UNKNOWN)
		return true;
	return item->until_ms + (has_news ? 0 : DAY_MS - good_for(item)) <= now_ms;
}

void abs_item_ids(const struct abs_item *item, struct ids *out)
{
	/* The server takes the ASIN from folder names; it may be an ISBN. */
	bool asin_is_isbn = item->asin && ids_add(out, CATALOG_ISBN, item->asin);

	if (item->asin && !asin_is_isbn)
		ids_add(out, CATALOG_AUDIBLE, item->asin);
	if (item->isbn)
		ids_add(out, CATALOG_ISBN, item->isbn);
	if (item->itunes)
		ids_add(out, CATALOG_ITUNES, item->itunes);
}

/* FNV-1a; an absent text differs from an empty one. */
static uint64_t print_add(uint64_t print, const char *text)
{
	for (; text && *text; text++)
		print = (print ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (print ^ (text ? 0x100 : 0x200)) * UINT64_C(1099511628211);
}

uint64_t abs_item_print(const struct abs_item *item)
{
	const char *const texts[] = { item->title, item->author, item->asin, item->isbn,
		item->itunes };
	uint64_t print = UINT64_C(14695981039346656037) ^ (uint64_t)item->year;

	for (size_t i = 0; i < NELEM(texts); i++)
		print = print_add(print, texts[i]);
	return print >> 1 ? print >> 1 : 1;
}
