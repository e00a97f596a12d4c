/* SPDX-License-Identifier: MIT */
#include "shared/providers/lookup.h"

#include "shared/json/reader.h"
#include "shared/json/write.h"

#define MINUTE_MS (INT64_C(60) * 1000)
#define DAY_MS    (24 * 60 * MINUTE_MS)

/*
 * Somebody who corrects the ids on the server sees it here within a week, and
 * somebody who adds them within minutes.
 */
#define NAMED_MS    (7 * DAY_MS)
#define NAMELESS_MS (10 * MINUTE_MS)

enum { TEXT_MAX = 16 << 10, PEOPLE_MAX = 200, PEOPLE_BYTES = 256 << 10 };

/* Ids of 32 hexadecimal digits are written with and without dashes. */
const char *lookup_key(struct cx *cx, const char *text)
{
	char key[SHOW_KEY_MAX + 1];
	size_t length = 0;

	for (; text && *text; text++) {
		bool is_digit = *text >= '0' && *text <= '9';
		char lower = (char)(*text | 0x20);

		if (*text == '-')
			continue;
		if (length == SHOW_KEY_MAX || (!is_digit && (lower < 'a' || lower > 'z')))
			return NULL;
		key[length++] = is_digit ? *text : lower;
	}
	return length > 0 ? arena_strndup(cx->arena, key, length) : NULL;
}

static enum err check_status(struct cx *cx, const struct answer *a)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH, "the server refused this key (401)");
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"the server gave an answer that is not its own (%d%s)", a->status,
			a->status == 200 ? ", but no JSON" : "");
	return OK;
}

enum err lookup_open(
	struct cx *cx, const struct answer *a, const char *const *keys, struct json *root)
{
	TRY(check_status(cx, a));
	if (a->length > LOOKUP_BYTES_MAX)
		return err_note(
			cx, ERR_CONF, "the server's answer is too long (%zu bytes)", a->length);
	if (json_open_keys(cx, a->body, a->length, keys, root) != OK)
		return err_note(cx, ERR_CONF, "the server's answer is damaged, or no JSON");
	return OK;
}

static void put_person(
	struct cx *cx, struct json person, const struct people_names *names, struct buf *out)
{
	struct reader in = { .cx = cx };
	const char *id = lookup_key(cx, reader_idtext(&in, person, names->id));
	const char *name = reader_str(&in, person, names->name, REPORT_NAME_MAX);

	if (in.err != OK || !id || !name || !*name) /* Plex: the account 0 is nobody */
		return;
	jput_open(out, NULL, '{');
	jput_str(out, "id", id);
	jput_str(out, "name", name);
	jput_close(out, '}');
}

const char *lookup_people(struct cx *cx, struct json root, const struct people_names *names)
{
	struct json_walk people = json_walk(cx, root, names->list);
	struct json person;
	struct buf out;

	buf_init(&out, cx->arena, PEOPLE_BYTES);
	jput_open(&out, NULL, '{');
	jput_open(&out, "people", '[');
	while (people.index < PEOPLE_MAX && json_next(&people, &person))
		put_person(cx, person, names, &out);
	jput_close(&out, ']');
	jput_close(&out, '}');
	return out.text;
}

struct show lookup_nothing(void)
{
	return (struct show){ .title = NULL, .year = UNSAID };
}

const char *lookup_text(struct cx *cx, const struct show *show)
{
	struct buf text;

	buf_init(&text, cx->arena, TEXT_MAX);
	jput_open(&text, NULL, '{');
	jput_open(&text, "ids", '{');
	for (size_t i = 0; i < show->ids.count; i++)
		jput_str(&text, catalog_name(show->ids.list[i].source), show->ids.list[i].value);
	jput_close(&text, '}');
	jput_str_or_null(&text, "title", show->title);
	if (show->year != UNSAID)
		jput_i64(&text, "year", show->year);
	jput_close(&text, '}');
	return text.text;
}

/* As shared/store/question.c finds it. */
const char *lookup_name(struct cx *cx, const char *key)
{
	return arena_join(cx->arena, "lookup", " ", key);
}

int64_t lookup_until_ms(const struct cx *cx, const struct show *show)
{
	return cx->now_ms + (show->ids.count > 0 ? NAMED_MS : NAMELESS_MS);
}
