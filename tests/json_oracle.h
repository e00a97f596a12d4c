/* SPDX-License-Identifier: MIT */
/*
 * json_oracle.h -- what json-c finds in a text beside what the scan finds: the
 * same values at the same places, or a bug in one of the two.
 */
#ifndef TESTS_JSON_ORACLE_H
#define TESTS_JSON_ORACLE_H

#include <json-c/json.h>

#include "shared/json/scan.h"

static inline bool oracle_same(const struct json_value *ours, struct json_object *theirs);

static inline bool oracle_is_string(
	const char *text, size_t length, const char *want, size_t want_length)
{
	return length == want_length && memcmp(text, want, length) == 0;
}

/* json-c keeps the last of several members with one name. */
static inline const struct json_value *oracle_member(
	const struct json_value *object, const char *key)
{
	const struct json_value *found = NULL;

	for (const struct json_value *v = object->first; v; v = v->next)
		if (oracle_is_string(v->key, v->key_length, key, strlen(key)))
			found = v;
	return found;
}

/* json-c ends a key at its first NUL, so it takes two for one. */
static inline bool oracle_has_nul_key(const struct json_value *object)
{
	for (const struct json_value *v = object->first; v; v = v->next)
		if (memchr(v->key, '\0', v->key_length))
			return true;
	return false;
}

static inline bool oracle_same_object(const struct json_value *ours, struct json_object *theirs)
{
	struct json_object_iterator at = json_object_iter_begin(theirs);
	struct json_object_iterator end = json_object_iter_end(theirs);

	if (oracle_has_nul_key(ours))
		return true;
	for (const struct json_value *v = ours->first; v; v = v->next) {
		char key[4096] = "";

		if (v->key_length >= sizeof(key))
			continue;
		memcpy(key, v->key, v->key_length);
		if (!json_object_object_get_ex(theirs, key, NULL))
			return false;
	}
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const struct json_value *v = oracle_member(ours, json_object_iter_peek_name(&at));

		if (!v || !oracle_same(v, json_object_iter_peek_value(&at)))
			return false;
	}
	return true;
}

static inline bool oracle_same_array(const struct json_value *ours, struct json_object *theirs)
{
	size_t i = 0;

	for (const struct json_value *v = ours->first; v; v = v->next)
		if (!oracle_same(v, json_object_array_get_idx(theirs, i++)))
			return false;
	return i == ours->count && i == json_object_array_length(theirs);
}

/* Neither may have read past its end, or stopped before. */
static inline bool oracle_same_number(const struct json_value *ours, struct json_object *theirs)
{
	char *end;
	double number = strtod(ours->text, &end);

	return end == ours->text + ours->length && !(number < json_object_get_double(theirs)) &&
	       !(number > json_object_get_double(theirs));
}

static inline bool oracle_same(const struct json_value *ours, struct json_object *theirs)
{
	switch (json_object_get_type(theirs)) {
	case json_type_object:
		return ours->kind == JSON_OBJECT && oracle_same_object(ours, theirs);
	case json_type_array:
		return ours->kind == JSON_ARRAY && oracle_same_array(ours, theirs);
	case json_type_string:
		return ours->kind == JSON_STRING &&
		       oracle_is_string(ours->text, ours->length, json_object_get_string(theirs),
			       (size_t)json_object_get_string_len(theirs));
	case json_type_boolean:
		return ours->kind == JSON_BOOL &&
		       (*ours->text == 't') == json_object_get_boolean(theirs);
	case json_type_int: /* one that does not fit is clipped by json-c */
		return ours->kind == JSON_NUMBER &&
		       (ours->length > 18 || oracle_same_number(ours, theirs));
	case json_type_double:
		return ours->kind == JSON_NUMBER && oracle_same_number(ours, theirs);
	default:
		return ours->kind == JSON_NULL;
	}
}

/* Of a text that the scan takes; a NUL behind it. */
static inline bool oracle_agrees(struct arena *a, const char *text, size_t length)
{
	struct scan s = { .arena = a, .values_max = SIZE_MAX };
	struct json_tokener *tokener = json_tokener_new_ex(SCAN_DEPTH_MAX + 2);
	bool is_same = scan_text(&s, text, length) && tokener;

	if (is_same) {
		struct json_object *theirs = json_tokener_parse_ex(tokener, text, (int)length + 1);

		is_same = json_tokener_get_error(tokener) == json_tokener_success &&
			  oracle_same(&s.root, theirs);
		json_object_put(theirs);
	}
	json_tokener_free(tokener);
	return is_same;
}

#endif
