/* SPDX-License-Identifier: MIT */
/* write.c -- JSON into a buffer, without a library. */
#include "shared/json/write.h"
#include "shared/base/clock.h"
#include "shared/base/utf8.h"
#include "shared/progress/report.h"

static void put_escaped(struct buf *b, const char *text)
{
	const char *plain = text, *at = text;

	buf_add(b, "\"", 1);
	for (at += utf8_tame(at); *at; at += utf8_tame(at)) {
		unsigned code = 0;
		size_t length = utf8_awkward(at, &code);

		if (length == 0) {
			at++;
			continue;
		}
		buf_add(b, plain, (size_t)(at - plain));
		if (code == '"' || code == '\\')
			buf_addf(b, "\\%c", (int)code);
		else
			buf_addf(b, "\\u%04x", code);
		at += length;
		plain = at;
	}
	buf_add(b, plain, (size_t)(at - plain));
	buf_add(b, "\"", 1);
}

static bool is_open(char last)
{
	return last == '{' || last == '[' || last == ':';
}

/* A comma if one is due, then the key. */
static void put_key(struct buf *b, const char *key)
{
	if (b->length && !is_open(b->text[b->length - 1]))
		buf_add(b, ",", 1);
	if (!key)
		return;
	buf_add(b, "\"", 1);
	buf_puts(b, key);
	buf_add(b, "\":", 2);
}

void jput_open(struct buf *b, const char *key, char bracket)
{
	put_key(b, key);
	buf_add(b, &bracket, 1);
}

void jput_close(struct buf *b, char bracket)
{
	buf_add(b, &bracket, 1);
}

void jput_str(struct buf *b, const char *key, const char *text)
{
	put_key(b, key);
	put_escaped(b, text);
}

void jput_i64(struct buf *b, const char *key, int64_t number)
{
	put_key(b, key);
	buf_add_i64(b, number);
}

void jput_bool(struct buf *b, const char *key, bool yes)
{
	put_key(b, key);
	buf_puts(b, yes ? "true" : "false");
}

void jput_null(struct buf *b, const char *key)
{
	put_key(b, key);
	buf_puts(b, "null");
}

void jput_str_or_null(struct buf *b, const char *key, const char *text)
{
	if (text)
		jput_str(b, key, text);
	else
		jput_null(b, key);
}

void jput_i64_or_null(struct buf *b, const char *key, int64_t number)
{
	if (number >= 0)
		jput_i64(b, key, number);
	else
		jput_null(b, key);
}

/* One to four decimals. */
void jput_percent(struct buf *b, const char *key, int64_t share)
{
	const int64_t unit = SHARE_WHOLE / 100;
	char places[4];
	size_t count = sizeof(places);
	int64_t rest = share % unit;

	if (share < 0) {
		jput_null(b, key);
		return;
	}
	for (size_t i = sizeof(places); i-- > 0; rest /= 10)
		places[i] = (char)('0' + rest % 10);
	while (count > 1 && places[count - 1] == '0')
		count--;
	jput_i64(b, key, share / unit);
	buf_add(b, ".", 1);
	buf_add(b, places, count);
}

void jput_fraction(struct buf *b, const char *key, int64_t share)
{
	put_key(b, key);
	buf_addf(b, "%d.%06d", (int)(share / SHARE_WHOLE), (int)(share % SHARE_WHOLE));
}

void jput_time(struct buf *b, const char *key, int64_t ms)
{
	char text[CLOCK_TEXT];

	if (ms < 0) {
		jput_null(b, key);
		return;
	}
	clock_text(ms, text);
	jput_str(b, key, text);
}
