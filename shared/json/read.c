/* SPDX-License-Identifier: MIT */
/*
 * read.c -- typed getters over the values that the scan has found. A number is
 * converted only when it is asked for.
 */
#include "shared/json/read.h"

#include <errno.h>
#include <math.h>

#include "shared/base/lengths.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"
#include "shared/json/scan.h"
#include "shared/json/write.h"

enum { NAME_SHOWN_MAX = 60, INDEX_SHOWN_MAX = 24 };

/* Paths are made for all objects but only read on an error, so no printf. */
const char *json_path(struct cx *cx, struct json in, const char *key)
{
	return *in.path ? arena_join(cx->arena, in.path, ".", key) : key;
}

static bool is_kind(const struct json_value *value, enum json_kind kind)
{
	return value && value->kind == kind;
}

/* The member itself; the last one if a name is repeated. */
static const struct json_value *find(struct json in, const char *key)
{
	const struct json_value *found = NULL;
	size_t length = strlen(key);

	if (!is_kind(in.value, JSON_OBJECT))
		return NULL;
	for (const struct json_value *v = in.value->first; v; v = v->next)
		if (v->key_length == length && (length == 0 || *v->key == *key) &&
			memcmp(v->key, key, length) == 0)
			found = v;
	return found;
}

/* NULL for a null, too. */
static const struct json_value *member(struct json in, const char *key)
{
	const struct json_value *value = find(in, key);

	return is_kind(value, JSON_NULL) ? NULL : value;
}

static enum err scan(
	struct cx *cx, struct scan *s, const char *text, size_t length, struct json *root)
{
	struct json_value *value;

	*root = (struct json){ NULL, "" };
	if (length >= INT_MAX)
		return err_note(cx, ERR_TOO_LARGE, "too much JSON");
	s->arena = cx->arena;
	if (!scan_text(s, text, length) && s->values > s->values_max)
		return err_note(cx, ERR_TOO_LARGE, "more than %zu values", s->values_max);
	if (s->wrong)
		return err_note(cx, ERR_INPUT, "not valid JSON at byte %zu of %zu: %s", s->at,
			length, s->wrong);
	if (s->root.kind == JSON_NULL)
		return OK;
	value = arena_alloc(cx->arena, sizeof(*value));
	*value = s->root;
	root->value = value;
	return OK;
}

/* At most half of what the arena has left. */
static size_t room_for_values(const struct arena *a)
{
	return (a->ceiling - a->used) / 2 / sizeof(struct json_value);
}

enum err json_open(struct cx *cx, const char *text, size_t length, struct json *root)
{
	struct scan s = { .values_max = room_for_values(cx->arena) };

	return scan(cx, &s, text, length, root);
}

enum err json_open_keys(
	struct cx *cx, const char *text, size_t length, const char *const *keys, struct json *root)
{
	struct scan s = { .keys = keys, .values_max = JSON_VALUES_MAX };

	return scan(cx, &s, text, length, root);
}

bool json_is_there(struct json object, const char *key)
{
	return member(object, key) != NULL;
}

bool json_is_null(struct json object, const char *key)
{
	return is_kind(find(object, key), JSON_NULL);
}

static bool is_listed(const char *const *names, const struct json_value *member)
{
	for (; *names; names++)
		if (strlen(*names) == member->key_length &&
			memcmp(*names, member->key, member->key_length) == 0)
			return true;
	return false;
}

/* An untrusted name, made fit for a path that people read. */
static const char *shown(struct cx *cx, const struct json_value *member)
{
	size_t length = member->key_length;

	if (length == 0 || !utf8_is_text(member->key, length))
		return "?";
	if (length > NAME_SHOWN_MAX)
		length = utf8_cut(member->key, NAME_SHOWN_MAX);
	return arena_strndup(cx->arena, member->key, length);
}

enum err json_only(struct cx *cx, struct json object, const char *const *names)
{
	if (!is_kind(object.value, JSON_OBJECT))
		return err_field(cx, *object.path ? object.path : "body", "an object");
	for (const struct json_value *v = object.value->first; v; v = v->next)
		if (!is_listed(names, v))
			return err_field(
				cx, json_path(cx, object, shown(cx, v)), "no member of this name");
	return OK;
}

enum err json_may_object(struct cx *cx, struct json in, const char *key, struct json *out)
{
	const struct json_value *value = member(in, key);

	*out = (struct json){ value, json_path(cx, in, key) };
	if (!value || is_kind(value, JSON_OBJECT))
		return OK;
	return err_field(cx, out->path, "an object");
}

enum err json_need_object(struct cx *cx, struct json in, const char *key, struct json *out)
{
	TRY(json_may_object(cx, in, key, out));
	return out->value ? OK : err_field(cx, out->path, "an object");
}

/* The scan has checked for UTF-8 but allows a NUL. */
static bool is_text(const struct json_value *value)
{
	return is_kind(value, JSON_STRING) && !memchr(value->text, '\0', value->length);
}

enum err json_may_str(struct cx *cx, struct json in, const char *key, size_t max, const char **out)
{
	const struct json_value *value = member(in, key);
	size_t length;

	if (!value)
		return OK;
	if (!is_text(value))
		return err_field(cx, json_path(cx, in, key), "a string");
	length = value->length;
	if (length > max)
		length = utf8_cut(value->text, max);
	*out = arena_strndup(cx->arena, value->text, length);
	return OK;
}

enum err json_need_str(struct cx *cx, struct json in, const char *key, size_t max, const char **out)
{
	const struct json_value *value = member(in, key);

	if (!is_text(value) || value->length > max || !value->length)
		return err_field(cx, json_path(cx, in, key), "a string of 1 to %zu bytes", max);
	*out = arena_strndup(cx->arena, value->text, value->length);
	return OK;
}

/*
 * A number without point or exponent that fits. The text after it belongs to
 * no number, so strtoll ends there.
 */
static bool is_whole(const struct json_value *value, int64_t *out)
{
	char *end;

	if (!is_kind(value, JSON_NUMBER))
		return false;
	if (parse_short_i64(value->text, value->length, out))
		return true;
	errno = 0;
	*out = strtoll(value->text, &end, 10);
	return end == value->text + value->length && errno == 0;
}

enum err json_may_i64(
	struct cx *cx, struct json in, const char *key, struct range range, int64_t *out)
{
	const struct json_value *value = member(in, key);
	int64_t number;

	if (!value)
		return OK;
	if (!is_whole(value, &number) || number < range.min || number > range.max)
		return err_field(cx, json_path(cx, in, key),
			"a whole number from %" PRId64 " to %" PRId64, range.min, range.max);
	*out = number;
	return OK;
}

enum err json_may_int(struct cx *cx, struct json in, const char *key, struct range range, int *out)
{
	int64_t number = *out;
	enum err err = json_may_i64(cx, in, key, range, &number);

	ASSERT(range.min >= INT_MIN && range.max <= INT_MAX);
	*out = (int)number;
	return err;
}

enum err json_may_bool(struct cx *cx, struct json in, const char *key, bool *out)
{
	const struct json_value *value = member(in, key);

	if (!value)
		return OK;
	if (!is_kind(value, JSON_BOOL))
		return err_field(cx, json_path(cx, in, key), "true or false");
	*out = *value->text == 't';
	return OK;
}

enum err json_may_scaled(
	struct cx *cx, struct json in, const char *key, int64_t scale, int64_t *out)
{
	const struct json_value *value = member(in, key);
	double number = HUGE_VAL;

	if (!value)
		return OK;
	if (is_kind(value, JSON_NUMBER))
		number = strtod(value->text, NULL);
	if (!isfinite(number) || fabs(number) > 1e9)
		return err_field(cx, json_path(cx, in, key), "a number");
	*out = (int64_t)llround(number * (double)scale);
	return OK;
}

const char *json_loose_str(struct cx *cx, struct json in, const char *key, size_t max)
{
	const char *text = NULL;

	if (!is_text(member(in, key)) || json_may_str(cx, in, key, max, &text) != OK)
		return NULL;
	return text;
}

const char *json_loose_key(struct cx *cx, struct json in, const char *key, size_t max)
{
	const struct json_value *value = member(in, key);

	if (!is_text(value) || value->length > max)
		return NULL;
	return arena_strndup(cx->arena, value->text, value->length);
}

struct json json_loose_object(struct cx *cx, struct json in, const char *key)
{
	const struct json_value *value = member(in, key);

	return (struct json){ is_kind(value, JSON_OBJECT) ? value : NULL, json_path(cx, in, key) };
}

int64_t json_loose_scaled(struct json in, const char *key, int64_t scale)
{
	const struct json_value *value = member(in, key);
	double number = 0;
	char *end;

	if (is_kind(value, JSON_STRING) || is_kind(value, JSON_NUMBER)) {
		number = strtod(value->text, &end);
		if (end == value->text || end != value->text + value->length)
			number = 0;
	}
	number *= (double)scale;
	if (!isfinite(number) || fabs(number) > 9e15)
		return 0;
	return (int64_t)llround(number);
}

/* A short string or a whole number as text, or NULL. */
static const char *idtext(struct cx *cx, const struct json_value *value)
{
	int64_t number;

	if (is_whole(value, &number))
		return arena_printf(cx->arena, "%" PRId64, number);
	if (is_text(value) && value->length <= REPORT_ID_MAX)
		return arena_strndup(cx->arena, value->text, value->length);
	return NULL;
}

enum err json_may_idtext(struct cx *cx, struct json in, const char *key, const char **out)
{
	const struct json_value *value = member(in, key);
	const char *text;

	if (!value)
		return OK;
	text = idtext(cx, value);
	if (!text)
		return err_field(cx, json_path(cx, in, key), "an id");
	*out = text;
	return OK;
}

void json_each_idtext(struct cx *cx, struct json object, json_each_fn *each, void *arg)
{
	if (!is_kind(object.value, JSON_OBJECT))
		return;
	for (const struct json_value *v = object.value->first; v; v = v->next) {
		const char *text = idtext(cx, v);

		if (text)
			each(arg, arena_strndup(cx->arena, v->key, v->key_length), text);
	}
}

const char *json_text(struct cx *cx, struct json in)
{
	const struct json_value *value = in.value;
	struct buf b;

	if (!value)
		return "null";
	if (value->kind != JSON_STRING)
		return arena_strndup(cx->arena, value->text, value->length);
	/* A string is known without its quotes and escapes. */
	buf_init(&b, cx->arena, 6 * (size_t)value->length + 2);
	jput_str(&b, NULL, arena_strndup(cx->arena, value->text, value->length));
	return b.text;
}

bool json_is_array(struct json in, const char *key)
{
	return is_kind(member(in, key), JSON_ARRAY);
}

size_t json_length(struct json in, const char *key)
{
	const struct json_value *value = member(in, key);

	return is_kind(value, JSON_ARRAY) ? value->count : 0;
}

struct json_walk json_walk(struct cx *cx, struct json in, const char *key)
{
	const struct json_value *value = member(in, key);
	bool is_array = is_kind(value, JSON_ARRAY);

	return (struct json_walk){
		.cx = cx,
		.next = is_array ? value->first : NULL,
		.path = json_path(cx, in, key),
	};
}

static const char *path_of_element(const struct json_walk *walk)
{
	struct buf path;

	buf_init(&path, walk->cx->arena, strlen(walk->path) + INDEX_SHOWN_MAX);
	buf_puts(&path, walk->path);
	buf_add(&path, "[", 1);
	buf_add_i64(&path, (int64_t)walk->index);
	buf_add(&path, "]", 1);
	return path.text;
}

bool json_next(struct json_walk *walk, struct json *element)
{
	const struct json_value *value = walk->next;

	if (!value)
		return false;
	*element = (struct json){
		.value = is_kind(value, JSON_NULL) ? NULL : value,
		.path = path_of_element(walk),
	};
	walk->next = value->next;
	walk->index++;
	return true;
}
