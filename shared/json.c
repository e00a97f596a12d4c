/* SPDX-License-Identifier: MIT */
/*
 * json.c -- the only door to json-c, which parses more than JSON (NaN, single
 * quotes, "1.", control characters) and clips numbers. So whether a text is
 * JSON is decided by the scan, before json-c sees any of it, and a number that
 * leaves here has been looked at again.
 */
#include "shared/json.h"

#include <json-c/json.h>
#include <math.h>

#include "shared/scan.h"
#include "shared/utf8.h"

enum { NAME_SHOWN_MAX = 60 };

static const char *path_of(struct cx *cx, struct json in, const char *key)
{
	size_t before = strlen(in.path), length = strlen(key);
	char *path;

	if (before == 0)
		return key;
	/* Made for every object, read when one is wrong: no printf. */
	path = arena_alloc(cx->arena, before + 1 + length + 1);
	memcpy(path, in.path, before);
	path[before] = '.';
	memcpy(path + before + 1, key, length);
	return path;
}

static struct json_object *member(struct json in, const char *key)
{
	struct json_object *value = NULL;

	if (json_object_is_type(in.value, json_type_object))
		json_object_object_get_ex(in.value, key, &value);
	return value;
}

/* Not strict: what the scan let through is JSON, and nothing refuses it. */
static enum err build(
	struct cx *cx, const char *text, size_t length, struct json *root)
{
	struct json_tokener *tokener = json_tokener_new_ex(SCAN_DEPTH_MAX + 2);
	enum json_tokener_error error;

	if (!tokener)
		return err_note(cx, ERR_INTERNAL, "no memory for the parser");
	/* The NUL behind the text tells json-c that a number has ended. */
	root->value = json_tokener_parse_ex(tokener, text, (int)length + 1);
	error = json_tokener_get_error(tokener);
	json_tokener_free(tokener);
	if (error == json_tokener_success)
		return OK;
	json_close(root);
	return err_note(
		cx, ERR_INTERNAL, "json-c: %s", json_tokener_error_desc(error));
}

static enum err check(
	struct cx *cx, struct scan *scan, const char *text, size_t length)
{
	if (length >= INT_MAX)
		return err_note(cx, ERR_TOO_LARGE, "more JSON than we read");
	if (scan_text(scan, text, length))
		return OK;
	if (scan->values > scan->values_max)
		return err_note(cx, ERR_TOO_LARGE, "more than %zu values",
			scan->values_max);
	return err_note(cx, ERR_INPUT, "not valid JSON at octet %zu of %zu: %s",
		scan->at, length, scan->wrong);
}

enum err json_open(
	struct cx *cx, const char *text, size_t length, struct json *root)
{
	struct scan scan = { .values_max = SIZE_MAX };
	enum err err = check(cx, &scan, text, length);

	*root = (struct json){ NULL, "" };
	return err == OK ? build(cx, text, length, root) : err;
}

enum err json_open_keys(struct cx *cx, const char *text, size_t length,
	const char *const *keys, struct json *root)
{
	struct buf kept;
	struct scan scan = { .keys = keys, .values_max = JSON_VALUES_MAX };
	enum err err;

	*root = (struct json){ NULL, "" };
	buf_init(&kept, cx->arena, length);
	if (keys)
		scan.out = &kept;
	err = check(cx, &scan, text, length);
	if (err != OK)
		return err;
	return keys ? build(cx, kept.text, kept.length, root)
		    : build(cx, text, length, root);
}

void json_close(struct json *root)
{
	json_object_put(root->value);
	root->value = NULL;
}

bool json_is_there(struct json object, const char *key)
{
	return member(object, key) != NULL;
}

bool json_is_null(struct json object, const char *key)
{
	struct json_object *value = NULL;

	return json_object_is_type(object.value, json_type_object) &&
	       json_object_object_get_ex(object.value, key, &value) && !value;
}

static bool is_listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* A name from a stranger, as part of a path for people. */
static const char *shown(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (!utf8_is_text(name, length))
		return "?";
	if (length > NAME_SHOWN_MAX)
		length = utf8_cut(name, NAME_SHOWN_MAX);
	return arena_strndup(cx->arena, name, length);
}

enum err json_only(struct cx *cx, struct json object, const char *const *names)
{
	struct json_object_iterator at, end;

	if (!json_object_is_type(object.value, json_type_object))
		return err_field(
			cx, *object.path ? object.path : "body", "an object");
	at = json_object_iter_begin(object.value);
	end = json_object_iter_end(object.value);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *name = json_object_iter_peek_name(&at);

		if (!is_listed(names, name))
			return err_field(cx,
				path_of(cx, object, shown(cx, name)),
				"no member of this name");
	}
	return OK;
}

enum err json_may_object(
	struct cx *cx, struct json in, const char *key, struct json *out)
{
	struct json_object *value = member(in, key);

	*out = (struct json){ value, path_of(cx, in, key) };
	if (!value || json_object_is_type(value, json_type_object))
		return OK;
	return err_field(cx, out->path, "an object");
}

enum err json_need_object(
	struct cx *cx, struct json in, const char *key, struct json *out)
{
	enum err err = json_may_object(cx, in, key, out);

	if (err == OK && !out->value)
		return err_field(cx, out->path, "an object");
	return err;
}

/* A string value, checked; *length may be over any maximum. */
static bool is_text(struct json_object *value, size_t *length)
{
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return false;
	text = json_object_get_string(value);
	*length = (size_t)json_object_get_string_len(value);
	return utf8_is_text(text, *length);
}

enum err json_may_str(struct cx *cx, struct json in, const char *key,
	size_t max, const char **out)
{
	struct json_object *value = member(in, key);
	const char *text;
	size_t length;

	if (!value)
		return OK;
	if (!is_text(value, &length))
		return err_field(cx, path_of(cx, in, key), "a string");
	text = json_object_get_string(value);
	if (length > max)
		length = utf8_cut(text, max);
	*out = arena_strndup(cx->arena, text, length);
	return OK;
}

enum err json_need_str(struct cx *cx, struct json in, const char *key,
	size_t max, const char **out)
{
	struct json_object *value = member(in, key);
	size_t length;

	if (!value || !is_text(value, &length) || length > max || !length)
		return err_field(cx, path_of(cx, in, key),
			"a string of 1 to %zu octets", max);
	*out = arena_strndup(cx->arena, json_object_get_string(value), length);
	return OK;
}

/* json-c turns what does not fit into the nearest number that does. */
static bool is_clipped(struct json_object *number)
{
	int64_t n = json_object_get_int64(number);

	return n == INT64_MAX || n == INT64_MIN;
}

enum err json_may_i64(struct cx *cx, struct json in, const char *key,
	struct range range, int64_t *out)
{
	struct json_object *value = member(in, key);
	int64_t number;

	if (!value)
		return OK;
	number = json_object_get_int64(value);
	if (!json_object_is_type(value, json_type_int) || is_clipped(value) ||
		number < range.min || number > range.max)
		return err_field(cx, path_of(cx, in, key),
			"a whole number from %" PRId64 " to %" PRId64,
			range.min, range.max);
	*out = number;
	return OK;
}

enum err json_may_int(struct cx *cx, struct json in, const char *key,
	struct range range, int *out)
{
	int64_t number = *out;
	enum err err = json_may_i64(cx, in, key, range, &number);

	ASSERT(range.min >= INT_MIN && range.max <= INT_MAX);
	*out = (int)number;
	return err;
}

enum err json_may_bool(
	struct cx *cx, struct json in, const char *key, bool *out)
{
	struct json_object *value = member(in, key);

	if (!value)
		return OK;
	if (!json_object_is_type(value, json_type_boolean))
		return err_field(cx, path_of(cx, in, key), "true or false");
	*out = json_object_get_boolean(value) != 0;
	return OK;
}

enum err json_may_scaled(struct cx *cx, struct json in, const char *key,
	int64_t scale, int64_t *out)
{
	struct json_object *value = member(in, key);
	double number;

	if (!value)
		return OK;
	number = json_object_get_double(value);
	if (!(json_object_is_type(value, json_type_int) ||
		    json_object_is_type(value, json_type_double)) ||
		!isfinite(number) || fabs(number) > 1e9)
		return err_field(cx, path_of(cx, in, key), "a number");
	*out = (int64_t)llround(number * (double)scale);
	return OK;
}

int64_t json_loose_scaled(struct json in, const char *key, int64_t scale)
{
	struct json_object *value = member(in, key);
	double number = 0;

	if (json_object_is_type(value, json_type_string)) {
		const char *text = json_object_get_string(value);
		char *end;

		number = strtod(text, &end);
		if (end == text || *end)
			number = 0;
	} else if (json_object_is_type(value, json_type_int) ||
		   json_object_is_type(value, json_type_double)) {
		number = json_object_get_double(value);
	}
	number *= (double)scale;
	if (!isfinite(number) || fabs(number) > 9e15)
		return 0;
	return (int64_t)llround(number);
}

/* The text of a short string or a whole number, or NULL. */
static const char *idtext(struct json_object *value)
{
	size_t length;

	if (json_object_is_type(value, json_type_int))
		return is_clipped(value) ? NULL : json_object_get_string(value);
	if (is_text(value, &length) && length <= 100)
		return json_object_get_string(value);
	return NULL;
}

enum err json_may_idtext(
	struct cx *cx, struct json in, const char *key, const char **out)
{
	struct json_object *value = member(in, key);
	const char *text;

	if (!value)
		return OK;
	text = idtext(value);
	if (!text)
		return err_field(cx, path_of(cx, in, key), "an id");
	*out = arena_strdup(cx->arena, text);
	return OK;
}

void json_each_idtext(struct json object, json_each_fn *each, void *arg)
{
	struct json_object_iterator at, end;

	if (!json_object_is_type(object.value, json_type_object))
		return;
	at = json_object_iter_begin(object.value);
	end = json_object_iter_end(object.value);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *text = idtext(json_object_iter_peek_value(&at));

		if (text)
			each(arg, json_object_iter_peek_name(&at), text);
	}
}

const char *json_text(struct cx *cx, struct json value)
{
	return arena_strdup(
		cx->arena, json_object_to_json_string_ext(
				   value.value, JSON_C_TO_STRING_PLAIN));
}

const char *json_lines(struct cx *cx, struct json value)
{
	return arena_strdup(cx->arena,
		json_object_to_json_string_ext(value.value,
			JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				JSON_C_TO_STRING_NOSLASHESCAPE));
}

bool json_is_array(struct json in, const char *key)
{
	return json_object_is_type(member(in, key), json_type_array);
}

size_t json_length(struct json in, const char *key)
{
	struct json_object *value = member(in, key);

	if (!json_object_is_type(value, json_type_array))
		return 0;
	return json_object_array_length(value);
}

struct json json_element(
	struct cx *cx, struct json in, const char *key, size_t index)
{
	return (struct json){
		json_object_array_get_idx(member(in, key), index),
		arena_printf(cx->arena, "%s[%zu]", path_of(cx, in, key), index),
	};
}
